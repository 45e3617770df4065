/** Templates: ready flows to begin with. */
import { listTemplates, type Template, triggerText } from '../flows/index.ts';
import { withProblems } from './answer-shapes.ts';
import { TemplateList } from './flow-shapes.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds `/templates`. */
export function addTemplateRoutes(app: ApiRouter): void {
  const list = {
    operationId: 'listTemplates',
    tags: ['flows'],
    summary: 'List the templates that a flow can begin with, and the connections that each asks for',
    response: withProblems({ 200: TemplateList }),
  };
  app.get('/templates', { schema: list, config: { access: 'view' } }, async () => ({
    templates: listTemplates().map(templateShown),
  }));
}

function templateShown({ document, roles, summary }: Template): TemplateList['templates'][number] {
  const { name, title, trigger, steps } = document;
  return {
    name,
    title,
    summary,
    trigger: { connector: trigger.connector ?? null, event: trigger.event ?? null, text: triggerText(trigger) },
    roles: roles.map((role) => ({ ...role })),
    steps: steps.map((step) => step.title ?? step.key),
  };
}
