/** Adding a channel; the secret of a webhook is shown once. */
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormRulesRecord, type UseFormReturnType, useForm } from '@mantine/form';
import { useState } from 'react';
import { isEmail, isGiven } from '../access/field-rules.ts';
import { OnceDialog } from '../access/once-dialog.tsx';
import { SectionCard } from '../access/section-card.tsx';
import { type Answer, call } from '../api/call.ts';
import { focusFirst, showProblems } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { channelWords as words } from '../words/notices.ts';

interface ChannelWish {
  kind: 'email' | 'webhook';
  name: string;
  addresses: string;
  url: string;
}

const EMPTY: ChannelWish = { kind: 'webhook', name: '', addresses: '', url: '' };
const KINDS = (['webhook', 'email'] as const).map((value) => ({ value, label: words.kinds[value] }));

export function ChannelForm({ hasMail }: { readonly hasMail: boolean }) {
  const [kind, setKind] = useState<ChannelWish['kind']>('webhook');
  const [made, setMade] = useState<Answer<'createChannel'>>();
  const form = useForm<ChannelWish>({
    mode: 'uncontrolled',
    initialValues: EMPTY,
    validate: {
      name: isGiven(words.nameMissing),
      addresses: (text) => (kind === 'email' && !areAddresses(text) ? words.addressesWrong : null),
      url: (text) => (kind === 'webhook' && !/^https?:\/\/\S+$/.test(text.trim()) ? words.urlWrong : null),
    },
  });
  const make = useAction((wish: ChannelWish) => call('createChannel', { body: channelBody({ ...wish, kind }) }), {
    topics: ['notices'],
    told: ({ channel }) => words.made(channel.name),
    onDone(answer) {
      setMade(answer);
      form.reset();
    },
  });
  const send = (wish: ChannelWish): void => make.mutate(wish, { onError: (error) => void showProblems(form, error) });
  return (
    <SectionCard title={words.add}>
      <form noValidate onSubmit={form.onSubmit(send, focusFirst(form))}>
        <Stack gap="sm" maw={560}>
          <NativeSelect
            label={words.kind}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value === 'email' ? 'email' : 'webhook')}
            data={KINDS}
          />
          <TextInput
            label={words.name}
            description={words.nameHint}
            autoComplete="off"
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          {kind === 'email' && !hasMail && <Text size="sm">{words.mailOff}</Text>}
          <Target form={form} kind={kind} />
          {make.error !== null && <ProblemNote error={make.error} />}
          <Group>
            <Button type="submit" loading={make.isPending}>
              {words.make}
            </Button>
          </Group>
        </Stack>
      </form>
      {made?.secret !== undefined && (
        <OnceDialog
          title={words.secretTitle(made.channel.name)}
          label={words.secret}
          value={made.secret}
          why={words.secretOnce}
          onClose={() => setMade(undefined)}
        />
      )}
    </SectionCard>
  );
}

interface TargetProps {
  readonly form: UseFormReturnType<ChannelWish, ChannelWish, FormRulesRecord<ChannelWish>>;
  readonly kind: ChannelWish['kind'];
}

function Target({ form, kind }: TargetProps) {
  if (kind === 'email')
    return (
      <Textarea
        label={words.addresses}
        description={words.addressesHint}
        autosize
        minRows={2}
        maxRows={8}
        autoComplete="off"
        key={form.key('addresses')}
        {...form.getInputProps('addresses')}
      />
    );
  return (
    <TextInput
      type="url"
      label={words.url}
      description={words.urlHint}
      autoComplete="off"
      key={form.key('url')}
      {...form.getInputProps('url')}
    />
  );
}

function addressList(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '');
}

function areAddresses(text: string): boolean {
  const list = addressList(text);
  return list.length > 0 && list.every((address) => isEmail(address) === null);
}

function channelBody({ kind, name, addresses, url }: ChannelWish) {
  if (kind === 'email') return { kind, name: name.trim(), addresses: addressList(addresses) };
  return { kind, name: name.trim(), url: url.trim() };
}
