package org.gale.engine.report.document;

import java.util.Map;

/**
 * Negative controls of a document's storm.
 *
 * @param acted number of times that all deliberate mistakes acted
 * @param each  the same by the setting of each mistake
 * @param spurious interrupts that found nothing to do; null where no mistake is only work
 * @param spuriousByDevice the same by group of devices
 */
public record Controls(
    Long acted, Map<String, Long> each, @IfThere Long spurious, @IfThere Map<String, Long> spuriousByDevice)
{
}
