package org.gale.engine.report.document;

import java.util.Map;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Migrations of the VMs of a document's storm.
 *
 * @param asked      those that were due, by VM
 * @param rolledBack those after which the source ran on
 * @param held       messages that waited in front of the ITS
 * @param stopNs     from the begin of each until all vCPUs of its VM were out
 * @param downtimeNs from then on until its vCPUs went on; null where the job gives no times of migrations
 * @param course     what came of further keys of the job; null without these
 * @param details    what they took, moved and did to interrupts
 */
public record MigrationTotals(Long asked, Long started, Long completed, Long rolledBack, Long held,
    Latencies.Times stopNs, @IfThere Latencies.Times downtimeNs, @IfThere Course course,
    @JsonUnwrapped MigrationDetails details)
{
    /**
     * Course of migrations.
     *
     * @param rolledBack    those after which the source ran on, by the step that failed; null where none was asked to
     * @param restoredAgain images that were restored once more, by the step that failed; null where none was asked to
     * @param updates       that began, each with several VMs; null where each VM migrates by itself
     * @param precopy       pages there are, then those that each pass and save sent, by table; null without passes
     */
    public record Course(@IfThere Map<String, Long> rolledBack, @IfThere Map<String, Long> restoredAgain,
        @IfThere Long updates, @IfThere Map<String, Map<String, Long>> precopy)
    {
    }
}
