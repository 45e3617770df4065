/** The first owner, made as a person makes one: by the link that Holdfast printed. */
import type { Page } from 'playwright-core';
import type { Product } from './product.ts';

export const OWNER = { name: 'Mary Somerville', email: 'mary@firm.example', password: 'a long sentence of hers' };

/** Goes through the set-up link; ends on the home page, signed in. */
export async function makeOwner(page: Page, product: Product): Promise<void> {
  await page.goto(product.setUpLink);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.waitForURL(`${product.url}/`);
}
