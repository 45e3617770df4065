/** What the tables of people (`000002_people.sql`) are called, in the words of the sign-in library. */

const DATES = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

export type PersonTables = ReturnType<typeof personTables>;

/** The names, by the library's own name of each table and column. */
export function personTables() {
  return {
    user: { modelName: 'person', fields: { emailVerified: 'email_verified', ...DATES } },
    session: {
      modelName: 'person_session',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...DATES,
      },
    },
    account: {
      modelName: 'person_login',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...DATES,
      },
    },
    verification: { modelName: 'person_challenge', fields: { expiresAt: 'expires_at', ...DATES } },
    rateLimit: { modelName: 'sign_in_rate', fields: { lastRequest: 'last_request' } },
    twoFactor: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'person_second_factor',
        fields: {
          userId: 'person_id',
          backupCodes: 'backup_codes',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
    passkey: {
      passkey: {
        modelName: 'person_passkey',
        fields: {
          userId: 'person_id',
          publicKey: 'public_key',
          credentialID: 'credential_id',
          deviceType: 'device_type',
          backedUp: 'backed_up',
          createdAt: 'created_at',
        },
      },
    },
  };
}
