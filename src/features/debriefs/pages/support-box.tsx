import { type VNode } from 'preact';
import { type Words } from '../../../platform/content/content.js';
import { Text } from '../../../platform/pages/page.js';

/** Stands there for everybody, whatever they answer: nobody has to tell anything to see it. */
export function SupportBox({ text }: { text: Words }): VNode {
  const [before = '', after = ''] = text.text('debriefs.support.call').split('988');
  return (
    <div class="support">
      <p>
        <strong>
          <Text of={text} at="debriefs.support.title" />
        </strong>
      </p>
      <p>
        {before}
        <a href="tel:988">988</a>
        {after}
      </p>
      <p>
        <Text of={text} at="debriefs.support.facts" />
      </p>
    </div>
  );
}
