package org.gale.tests.oracle;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Figures of migrations of VMs, as the page on reports has them. Pure functions. */
final class MigrationReport
{
    private static final int DIGITS = 3;
    private static final List<String> COSTS =
        List.of("migrate-vm", "migrate-entry", "migrate-route", "migrate-page");

    private MigrationReport()
    {
    }

    /**
     * Writes {@code actions} and {@code migrations} of a report.
     *
     * @param taken    interrupts that were acknowledged in the measured part
     * @param measured those of them whose latencies are reported
     */
    static void write(final ObjectNode json, final Run run, final List<Interrupt> taken,
        final List<Interrupt> measured)
    {
        final MigrationSums sums = run.migrated;
        final MigrationKeys keys = new MigrationKeys(run.job);
        final ObjectNode actions = json.putObject("actions");
        ActionFigures.action(actions.putObject("migration_every"),
            keys.every.contains("/") ? keys.every : Long.toString(Numbers.count(keys.every)), sums.due, sums.begun,
            sums.completed);
        actions.putObject("timeline").put("start_ns", 0).put("slice_ns", 0);
        final ObjectNode node = json.putObject("migrations");
        node.put("asked", sums.vmsDue);
        node.put("started", sums.vmsBegun);
        node.put("completed", sums.vmsCompleted);
        node.put("rolled_back", sums.rolledBack.values().stream().mapToLong(Long::longValue).sum());
        node.put("held", sums.held);
        times(node, "stop_ns", sums.stopsNs);
        if (keys.leastNs > 0 || COSTS.stream().anyMatch(run.job.root.get("costs")::has))
        {
            times(node, "downtime_ns", sums.downtimesNs);
            if (!keys.isUpdate)
            {
                final ObjectNode parts = node.putObject("downtime_parts_ns");
                for (final String part : new String[]{"quiet", "save", "restore", "resume"})
                {
                    times(parts, part, sums.partsNs.getOrDefault(part, List.of()));
                }
            }
        }
        if (keys.hasCourse())
        {
            course(node.putObject("course"), keys, sums);
        }
        final ObjectNode bytes = node.putObject("image_bytes");
        bytes.put("all", 8 * sums.words.values().stream().mapToLong(Long::longValue).sum());
        sums.words.forEach((part, words) -> bytes.put(part, 8 * words));
        interrupts(node, run);
        responses(node, taken, measured);
    }

    private static void course(final ObjectNode node, final MigrationKeys keys, final MigrationSums sums)
    {
        counts(node, "rolled_back", sums.rolledBack);
        counts(node, "restored_again", sums.restoredAgain);
        if (keys.isUpdate)
        {
            node.put("updates", sums.begun);
        }
        if (keys.passes > 0)
        {
            final ObjectNode precopy = node.putObject("precopy");
            sums.pages.forEach((pass, tables) -> counts(precopy, pass, tables));
        }
    }

    private static void counts(final ObjectNode node, final String name, final Map<String, Long> counts)
    {
        if (!counts.isEmpty())
        {
            final ObjectNode of = node.putObject(name);
            counts.forEach(of::put);
        }
    }

    private static void interrupts(final ObjectNode node, final Run run)
    {
        final MigrationSums sums = run.migrated;
        final long after = run.done.stream().flatMap(done -> done.taken().stream())
            .filter(interrupt -> interrupt.hasMigrated).count();
        node.putObject("interrupts").put("in_tables", sums.inTables).put("again", sums.again)
            .put("merged", sums.merged).put("acknowledged_after", after)
            .put("waiting", sums.marked - after + sums.inFront);
    }

    private static void responses(
        final ObjectNode node, final List<Interrupt> taken, final List<Interrupt> measured)
    {
        final ObjectNode delivered = node.putObject("delivered");
        final ObjectNode response = node.putObject("response_ns");
        for (final boolean hasMigrated : new boolean[]{true, false})
        {
            final String name = hasMigrated ? "lived" : "others";
            delivered.put(name, taken.stream()
                .filter(interrupt -> !interrupt.isDropped && interrupt.hasMigrated == hasMigrated).count());
            times(response, name, measured.stream().filter(interrupt -> interrupt.hasMigrated == hasMigrated)
                .map(Interrupt::responseNs).toList());
        }
    }

    private static void times(final ObjectNode node, final String name, final List<Long> times)
    {
        final Latency latency = new Latency(DIGITS);
        times.forEach(latency::add);
        latency.write(node, name);
    }
}
