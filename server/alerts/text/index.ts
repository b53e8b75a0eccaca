export { defangAll, safeLine } from './defang.ts';
export { emailBody, type EmailBody } from './email.ts';
export { escapeSlack, slackBody } from './slack.ts';
export { textOf, type MessageText } from './summary.ts';
