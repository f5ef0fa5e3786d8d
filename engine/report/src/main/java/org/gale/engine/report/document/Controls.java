package org.gale.engine.report.document;

import java.util.Map;

/**
 * Negative controls of a document's storm.
 *
 * @param acted number of times that all deliberate mistakes acted
 * @param each  the same by the setting of each mistake
 */
public record Controls(Long acted, Map<String, Long> each)
{
}
