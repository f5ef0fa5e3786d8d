/**
 * A list of faults that are put into the code one at a time, and the check that the suite finds each. Faults and tests
 * run in processes of their own; the sources are not changed.
 */
package org.gale.tests.mutation;
