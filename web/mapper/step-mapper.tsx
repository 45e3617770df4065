/** The three panes in which the fields of one step are filled: data, mapping, result. */
import { SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { StepMapperProps } from '../builder/step-seam.ts';
import { keepEscapeInside } from '../parts/portal-keys.ts';
import { mapperWords } from '../words/mapper.ts';
import { SlotContext } from './inner-slot.tsx';
import { InputPane } from './input-pane.tsx';
import { MapToDialog } from './map-to-dialog.tsx';
import { Slot } from './slot.tsx';
import './mapper.css';
import { MapperContext } from './mapper-context.ts';
import { MappingPane } from './mapping-pane.tsx';
import { OutputPane } from './output-pane.tsx';
import { useMapperState } from './use-mapper-state.ts';

const words = mapperWords.panes;
type Pane = keyof typeof words;

export function StepMapper(props: StepMapperProps) {
  const { mapper, told, asked, closeAsked } = useMapperState(props);
  const [pane, setPane] = useState<Pane>('mapping');
  const isWide = props.field === 'input' || props.field === 'to' || props.field === 'link.update.input';
  return (
    <MapperContext value={mapper}>
      <SlotContext value={Slot}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key from going further. */}
        <div className="hf-mapper" onKeyDown={keepEscapeInside}>
          {isWide ? (
            <>
              <SegmentedControl
                className="hf-pane-choice"
                size="xs"
                fullWidth
                value={pane}
                onChange={(next) => setPane(next as Pane)}
                aria-label={mapperWords.choosePane}
                data={Object.entries(words).map(([value, label]) => ({ value, label }))}
              />
              <div className="hf-panes" data-pane={pane}>
                <section className="hf-pane" data-name="input" aria-label={words.input}>
                  <InputPane />
                </section>
                <section className="hf-pane" data-name="mapping" aria-label={words.mapping}>
                  <MappingPane />
                </section>
                <section className="hf-pane" data-name="output" aria-label={words.output}>
                  <OutputPane />
                </section>
              </div>
            </>
          ) : (
            <MappingPane />
          )}
          <VisuallyHidden role="status" aria-live="polite">
            {told}
          </VisuallyHidden>
          {asked !== undefined && <MapToDialog field={asked} onClose={closeAsked} />}
        </div>
      </SlotContext>
    </MapperContext>
  );
}
