// Package prose makes sentences of what package assignment answers in data: why
// somebody has a post and not another one, what forbids a pair, why there is no plan
// and what would mend it, and in which order a plan is carried out. It writes English
// and Indonesian.
//
// A language is one table, in a file of its own, from the code of a sentence to its
// text. Whoever adds one adds a table; a test names the codes that it lacks.
//
// The sentences use plain words and say what a number means. Names of rules,
// reasons and authors stay as they are in the data.
package prose
