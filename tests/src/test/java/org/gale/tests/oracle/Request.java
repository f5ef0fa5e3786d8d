package org.gale.tests.oracle;

/**
 * Request of a device whose handler has ended.
 *
 * @param group      index of the group of its VM
 * @param phase      index of the phase of its submission
 * @param isMeasured true if it was submitted behind the warm-up
 * @param ns         from its submission to the end of the handler, on the device's clock
 */
record Request(int group, int phase, boolean isMeasured, long ns)
{
}
