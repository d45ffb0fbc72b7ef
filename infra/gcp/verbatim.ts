// Keeps terraform from reading the fabric's own texts as templates.

/**
 * The text as terraform's JSON has to say it so that it comes out as it is: `${` and `%{` would open a template.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export const verbatim = (text: string): string => text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
