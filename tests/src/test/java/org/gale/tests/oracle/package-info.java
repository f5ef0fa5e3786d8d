/**
 * Oracle of storms on the virtual clock: a plain, slow simulator of the pages on virtual time, costs, traffic and
 * reports. It predicts every figure of a report from the job and from what devices did, as the journal's text tells,
 * and shares no class with what it judges. One thread owns a prediction.
 */
package org.gale.tests.oracle;
