package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of what a modelled host counts in a report as it is written, by its accounts and its actions. They share no
 * class with the writer of the report. Used once.
 */
final class ModelLaws
{
    private static final String MODEL = "model";
    private static final String DIRECT = "direct";
    private static final String FORWARDED = "forwarded";

    private final JsonNode report;
    private final List<String> faults = new ArrayList<>();

    private ModelLaws(final JsonNode report)
    {
        this.report = report;
    }

    /** Returns the laws that a report breaks; none of one that goes on with another, or whose host counts nothing. */
    static List<String> faults(final JsonNode report)
    {
        final ModelLaws laws = new ModelLaws(report);
        if (report.path(MODEL).path("exits").isNumber() && !FileFaults.isResumed(report))
        {
            laws.routes(report.path("accounting"));
            laws.transitions(report.path("actions").path("toggles").path("completed"));
            laws.exits();
            laws.migrations(report.path("migrations"), report.path("actions").path("migration_every"));
        }

        return laws.faults;
    }

    /**
     * Checks that each event took a route, and that those in a transition are in one of the two. A move of affinity may
     * take one event, which waits, from a route to the other. A message that is forwarded may wait for its vCPU to
     * become direct.
     */
    private void routes(final JsonNode accounting)
    {
        if (report.path(MODEL).has(DIRECT) && accounting.path("in_transition").isNumber())
        {
            final long all = accounting.path(DIRECT).asLong() + accounting.path(FORWARDED).asLong() +
                accounting.path("in_transition").asLong();
            must(count(DIRECT) + count(FORWARDED) == all, "/model/direct and forwarded are " +
                (count(DIRECT) + count(FORWARDED)) + ", and those of /accounting with in_transition " + all);
            atLeast(DIRECT, count("transitions") > 0 ? count(FORWARDED) : 0, accounting);
            atLeast(FORWARDED, 0, accounting);
        }
    }

    private void atLeast(final String route, final long waited, final JsonNode accounting)
    {
        final long moved = report.path("actions").path("moves").path("completed").asLong();
        must(count(route) + waited + moved >= accounting.path(route).asLong(), "/model/" + route + " is " +
            count(route) + ", and /accounting/" + route + " is " + accounting.path(route));
    }

    private void transitions(final JsonNode completed)
    {
        final JsonNode transitions = report.path(MODEL).path("transitions");
        must(!completed.isNumber() || !transitions.isNumber() || completed.asLong() == transitions.asLong(),
            "/model/transitions is " + transitions + ", and /actions/toggles/completed is " + completed);
        must(count("overlaps") <= transitions.asLong(),
            "/model/overlaps is " + count("overlaps") + ", and /model/transitions is " + transitions);
    }

    /** Checks that each kick and each refill is an exit. */
    private void exits()
    {
        final long reasons = count("kicks") + count("refills");
        must(reasons <= count("exits"),
            "/model/exits is " + count("exits") + ", and its kicks and refills are " + reasons);
    }

    /** Checks that each migration which began stopped its VM, and that each one which ended has a downtime. */
    private void migrations(final JsonNode migrations, final JsonNode action)
    {
        final long started = migrations.path("started").asLong();
        final long ended = migrations.path("completed").asLong() + migrations.path("rolled_back").asLong();
        final long stopped = migrations.path("stop_ns").path("count").asLong();
        final JsonNode downs = migrations.path("downtime_ns").path("count");
        final JsonNode updates = migrations.path("course").path("updates");
        must(!migrations.isObject() || (updates.isNumber() ? updates.equals(action.path("begun")) :
            migrations.path("asked").equals(action.path("due")) &&
            migrations.path("started").equals(action.path("begun")) &&
            migrations.path("completed").equals(action.path("completed"))),
            "/migrations says other numbers than /actions/migration_every");
        final long open = updates.isNumber() ? report.path("accounting").path("vms").size() : partitions();
        must(ended <= stopped && stopped <= started && started <= ended + open, "/migrations/started is " +
            started + ", /migrations/stop_ns/count " + stopped + ", and completed and rolled back are " + ended);
        final JsonNode steps = migrations.path("course").path("rolled_back");
        must(!steps.isObject() || sum(steps) == migrations.path("rolled_back").asLong(), "/migrations/rolled_back is " +
            migrations.path("rolled_back") + ", and those of /migrations/course/rolled_back are " + steps);
        must(!downs.isNumber() || downs.asLong() == migrations.path("completed").asLong(),
            "/migrations/downtime_ns/count is " + downs + ", and /migrations/completed is " +
            migrations.path("completed"));
    }

    /** Returns the most migrations that may be under way at the end of a storm that failed. */
    private long partitions()
    {
        return Math.max(1, report.path("partitions").size() + report.path("partitions_beyond").asLong());
    }

    private static long sum(final JsonNode counts)
    {
        long sum = 0;
        for (final JsonNode count : counts)
        {
            sum += count.asLong();
        }

        return sum;
    }

    private long count(final String name)
    {
        return report.path(MODEL).path(name).asLong();
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
