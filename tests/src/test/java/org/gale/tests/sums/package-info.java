/** Sums of the parts of a result: each field by the rule that it declares, in any order of the parts. */
package org.gale.tests.sums;
