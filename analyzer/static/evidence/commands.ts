/** Commands that a visitor is made to run, and what tells him to. */

/** Programs that run others out of sight; no documentation asks for them so. */
const stealthy =
  /\bp(?:ower)?(?:shell|wsh)(?:\.exe)?\b[^\n]{0,80}-(?:w(?:indowstyle)?\s+(?:h|1\b)|e(?:nc\w*|c)?\s+[\w+/=]{16})|\bmshta(?:\.exe)?\s+\S*(?:https?:|\/\/)|\b(?:rundll32|regsvr32|wscript|cscript|certutil|bitsadmin)(?:\.exe)?\s+[^\n]{0,80}(?:https?:|\\\\)|\bcmd(?:\.exe)?\s+\/c\b[^\n]{0,120}(?:powershell|mshta|start\s+\/min|%temp%)|\bmsiexec(?:\.exe)?\s+[^\n]{0,40}\/q[^\n]{0,40}https?:|\becho\s+["']?[\w+/=]{24,}["']?\s*\|\s*base64\s+-[dD]\s*\|\s*(?:ba|z)?sh\b/i;
/** Installers say so openly, and to people who know what a terminal is. */
const fetching = /\b(?:powershell|pwsh|cmd|curl|wget|iwr|irm|bash)\b[^\n]{0,200}(?:https?:|\/\/)/i;
const lure =
  /not a robot|you are (?:a )?human|captcha|\bwin(?:dows)?\s*(?:key|button|logo key)?\s*(?:\+|and)\s*["'<>\w ]{0,12}\bR\b|\bopen\s+(?:the\s+)?run\s+(?:box|dialog|window)/i;

export const isInstruction = (text: string): boolean =>
  lure.test(text.slice(0, 100_000).replace(/<[^>]{0,80}>/g, ' '));

/** @param isTold whether the page asks for a proof of being human, or for the window of Windows in which a single command is run. */
export const isCommand = (text: string, isTold: boolean): boolean => {
  const start = text.slice(0, 8192);
  return stealthy.test(start) || (isTold && fetching.test(start));
};
