/** Texts of buttons and dialogs that stand on many pages. */
export const actionWords = {
  needsRole: {
    operator: 'This needs the role operator, builder or owner.',
    builder: 'This needs the role builder or owner.',
    owner: 'This needs the role owner.',
  },
  close: 'Close',
  leave: 'Leave it as it is',
  copied: 'Copied',
  copy: 'Copy',
  data: {
    tree: 'Tree',
    text: 'Text',
    view: 'Shown as',
    copyJson: 'Copy as JSON',
    copyPath: 'Copy path',
    copyValue: 'Copy value',
    hint: 'Arrow keys move and open; P copies the path, C the value.',
    empty: { list: 'An empty list', object: 'An empty object' },
    entries: (count: number) => (count === 1 ? '1 entry' : `${count.toLocaleString()} entries`),
    characters: (count: number) => `${count.toLocaleString()} characters`,
    more: 'Show more',
    copiedPath: (path: string) => `Copied the path ${path}`,
    copiedValue: (path: string) => `Copied the value of ${path}`,
  },
};
