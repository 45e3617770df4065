/** Links inside the app, in Mantine's looks, with addresses that the router checks. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Rest = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps>;

function LookedAnchor(props: AnchorProps & Rest & { readonly ref?: Ref<HTMLAnchorElement> }) {
  return <Anchor {...props} />;
}

function LookedButton(props: ButtonProps & Rest & { readonly ref?: Ref<HTMLAnchorElement> }) {
  return <Button component="a" {...props} />;
}

/** A link in a text. */
export const AppLink = createLink(LookedAnchor);

/** A link that looks like a button. */
export const ButtonLink = createLink(LookedButton);
