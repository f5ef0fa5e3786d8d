package org.gale.engine.report.document;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Migrations of the VMs of a document's storm.
 *
 * @param asked      those that were due
 * @param rolledBack those after which the source ran on
 * @param held       messages that waited in front of the ITS
 * @param stopNs     from the begin of each until all vCPUs of its VM were out
 * @param downtimeNs from then on until its vCPUs went on; null where the job gives no costs of migrations
 * @param details    what they took, moved and did to interrupts
 */
public record MigrationTotals(Long asked, Long started, Long completed, Long rolledBack, Long held,
    Latencies.Times stopNs, @IfThere Latencies.Times downtimeNs, @JsonUnwrapped MigrationDetails details)
{
}
