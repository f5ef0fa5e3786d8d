package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Numbers of the migrations of a storm from which others follow, as its result or the document of it holds them.
 *
 * @param downtime   null where the job gives no costs of migrations
 * @param parts      of the downtime, by their names
 * @param bytes      of all images
 * @param imageBytes of their parts
 * @param delivered  interrupts of the measured part
 * @param response   of all sampled interrupts; null where none is known
 * @param lived      responses of interrupts that lived through a migration
 * @param others     responses of the other interrupts
 */
public record Migrated(Counts counts, LatencySummary downtime, Map<String, LatencySummary> parts, long bytes,
    Map<String, Long> imageBytes, long delivered, LatencySummary response, LatencySummary lived,
    LatencySummary others)
{
    private static final String PLACE = "/migrations/";
    private static final String OF_PART = "/totals/actions/migrations/";
    private static final String COUNT = "count";

    /**
     * Counts of migrations, and of interrupts that lived through one.
     *
     * @param isUpdate        whether VMs stop and go on together, so that a downtime has time of others and no parts
     * @param held            messages that waited in front of the ITS
     * @param interrupts      by their ways
     * @param deliveredLived  interrupts of the measured part that lived through a migration
     * @param deliveredOthers the other interrupts of the measured part
     */
    public record Counts(long completed, boolean isUpdate, long held, MigratedInterrupts interrupts,
        long deliveredLived, long deliveredOthers)
    {
    }

    /** {@return the numbers of a result; null where no VM migrates} */
    static Migrated of(final StormResult result)
    {
        final StormActions actions = result.totals().actions();
        if (actions.migrations() == null)
        {
            return null;
        }
        final StormMigrations migrations = actions.migrations();
        final MigrationFigures figures = migrations.figures();
        final MigrationResponses responses = figures.responses();
        final Map<String, LatencySummary> parts = new LinkedHashMap<>();
        figures.parts().forEach((name, part) -> parts.put(name, LatencySummary.of(part)));
        final MigrationCourse.Vms ofUpdates = migrations.course() == null ? null : migrations.course().vms();

        return new Migrated(new Counts(ofUpdates == null ? actions.kinds().get(0).completed() : ofUpdates.completed(),
            ofUpdates != null, migrations.held(), figures.interrupts(), responses.deliveredLived(),
            responses.deliveredOthers()),
            migrations.downtime() == null ? null : LatencySummary.of(migrations.downtime()), parts, figures.bytes(),
            figures.imageBytes(), result.latencies().delivered().all(),
            LatencySummary.of(result.latencies().response()), LatencySummary.of(responses.lived()),
            LatencySummary.of(responses.others()));
    }

    /**
     * {@return the times of the migrations of a result, each with its place; none where no VM migrates}
     *
     * @param spread makes a latency of its place and its samples
     */
    static List<Books.Spread> spreads(final StormResult result, final BinaryOperator<String> places,
        final BiFunction<String, Histogram, Books.Spread> spread)
    {
        final StormMigrations migrations = result.totals().actions().migrations();
        final List<Books.Spread> spreads = new ArrayList<>();
        if (migrations != null)
        {
            final MigrationFigures figures = migrations.figures();
            spreads.add(spread.apply(places.apply(PLACE + "stop_ns", OF_PART + "stop"), migrations.stop()));
            if (migrations.downtime() != null)
            {
                spreads.add(spread.apply(
                    places.apply(PLACE + "downtime_ns", OF_PART + "downtime"), migrations.downtime()));
            }
            figures.parts().forEach((name, part) -> spreads.add(spread.apply(places.apply(
                PLACE + "downtime_parts_ns/" + name, OF_PART + "figures/parts/" + name), part)));
            spreads.add(spread.apply(places.apply(PLACE + "response_ns/" + MigrationResponses.LIVED,
                OF_PART + "figures/responses/lived"), figures.responses().lived()));
            spreads.add(spread.apply(places.apply(PLACE + "response_ns/" + MigrationResponses.OTHERS,
                OF_PART + "figures/responses/others"), figures.responses().others()));
        }

        return spreads;
    }

    /** Returns the numbers of a result that follow from others of it; none where no VM migrates. */
    static List<Books.Sum> sums(
        final StormResult result, final Books.Drawn drawn, final BinaryOperator<String> places)
    {
        final Migrated migrated = of(result);

        return migrated == null ? List.of() : migrated.sums(drawn, places);
    }

    /**
     * Returns the numbers that follow from others.
     *
     * @param drawn  interrupts that samples are of; null where they are not known
     * @param places returns the place of a number by that in a report and that in the part of a share
     */
    public List<Books.Sum> sums(final Books.Drawn drawn, final BinaryOperator<String> places)
    {
        final List<Books.Sum> sums = new ArrayList<>();
        final MigratedInterrupts ways = counts.interrupts;
        sums.add(sum(places.apply(PLACE + "image_bytes/all", OF_PART + "figures/bytes"), bytes,
            "the sum of the parts of images", imageBytes.values().stream().map(Long::longValue).toList()));
        final String interrupts = places.apply(PLACE + "interrupts", OF_PART + "figures/interrupts");
        sums.add(sum(interrupts + "/in_tables", ways.inTables(), "what the books say is pending then",
            List.of(ways.owed())));
        sums.add(sum(interrupts + "/in_tables with " + places.apply(PLACE, OF_PART) + "held",
            Math.addExact(ways.inTables(), counts.held), "what is acknowledged, merged, counted again and waiting of " +
            "them", List.of(ways.acknowledgedAfter(), ways.merged(), ways.again(), ways.waiting())));
        final String delivered = places.apply("/latency_ns/delivered", "/latencies/delivered/all");
        sums.add(sum(delivered, this.delivered, "the sum of those that lived through a migration, and of the others",
            List.of(counts.deliveredLived, counts.deliveredOthers)));
        if (drawn != null && drawn.isWhole())
        {
            sums.add(sum(interrupts + "/acknowledged_after", ways.acknowledgedAfter(),
                "those of the measured part, which is all of the storm", List.of(counts.deliveredLived)));
        }
        if (downtime != null)
        {
            downtimes(sums, places.apply(PLACE + "downtime_ns/", OF_PART + "downtime/"));
        }
        if (response != null)
        {
            responses(sums, places.apply("/latency_ns/response/", "/latencies/response/"));
        }

        return sums;
    }

    /** Adds the downtime, which each completed migration has, with all of its parts. */
    private void downtimes(final List<Books.Sum> sums, final String place)
    {
        sums.add(sum(place + COUNT, downtime.count(), "the migrations that were completed",
            List.of(counts.completed)));
        parts.forEach((name, part) -> sums.add(
            sum(place + COUNT, downtime.count(), "that of the part " + name, List.of(part.count()))));
        if (!counts.isUpdate && Stream.concat(Stream.of(downtime), parts.values().stream()).allMatch(Migrated::hasSum))
        {
            sums.add(sum(place + "sum", downtime.sum(), "the sum of its parts",
                parts.values().stream().map(LatencySummary::sum).toList()));
        }
    }

    /** Adds the responses, each of which is of an interrupt that lived through a migration, or of another one. */
    private void responses(final List<Books.Sum> sums, final String place)
    {
        final String words = "those of interrupts that lived through a migration, and of the others";
        sums.add(sum(place + COUNT, response.count(), words, List.of(lived.count(), others.count())));
        if (Stream.of(response, lived, others).allMatch(Migrated::hasSum))
        {
            sums.add(sum(place + "sum", response.sum(), words, List.of(lived.sum(), others.sum())));
        }
        if (response.count() > 0)
        {
            sums.add(sum(place + "max", response.max(), "the greatest of " + words,
                List.of(Math.max(lived.max(), others.max()))));
        }
    }

    private static boolean hasSum(final LatencySummary latency)
    {
        return latency.sum() != LatencySummary.NONE;
    }

    private static Books.Sum sum(final String place, final long whole, final String words, final List<Long> parts)
    {
        return new Books.Sum(
            new Placed(place, whole), words, parts.stream().map(part -> new Placed(words, part)).toList());
    }
}
