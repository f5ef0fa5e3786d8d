package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * Laws of a report as it is written, each of which a reader can check by arithmetic on its values alone. They share
 * no class with the writer of the report and with the result that it wrote: fields are found by their names. A fault
 * names both numbers and their places. Used once.
 */
public final class WrittenLaws
{
    /** Samples that each percentile needs: with fewer it would be the maximum under another name. */
    /** End of what is asked for by a period, and of no rate. */
    private static final String PERIOD = "s";
    private static final Map<String, Long> LEAST =
        Map.of("p50", 2L, "p90", 10L, "p99", 100L, "p99_9", 1_000L, "p99_99", 10_000L);
    private static final List<String> RISING = List.of("p50", "p90", "p99", "p99_9", "p99_99", "max");
    private static final String COUNT = "count";
    private static final String MAX = "max";
    private static final String ACCOUNTING = "accounting";
    private static final String OFFERED = "offered";
    private static final String DELIVERED = "delivered";
    private static final String PENDING = "pending";
    /** Stages of the work after a handler. */
    private static final List<String> LATER = List.of("softirq", "thread");
    private static final String DEACTIVATED = "deactivated";
    private static final String LENGTH = "length_s";
    private static final String START = "start_s";
    private static final String ELAPSED = "elapsed_s";
    private static final String RESPONSE = "response_ns";
    private static final String NAME = "name";
    private static final String VMS = "vms";
    /** Unit of the last digit of a time in seconds. */
    private static final double UNIT_S = 1e-6;
    private static final double NS_PER_S = 1e9;
    private static final double BYTES_ERROR = 6e-4;
    /** Factor by which a histogram of two digits may show a longer time. */
    private static final double RESOLUTION = 1.02;
    /** Half a unit, and what a double loses. */
    private static final double HALF = 0.51;

    private final JsonNode report;
    private final List<String> faults = new ArrayList<>();

    private WrittenLaws(final JsonNode report)
    {
        this.report = report;
    }

    /**
     * Returns the laws that the report of a storm breaks; none of a sound one. The report of a storm that failed says
     * so itself, and its counts need not agree.
     */
    public static List<String> faults(final JsonNode report)
    {
        final WrittenLaws laws = new WrittenLaws(report);
        final int exit = report.path("exit").asInt();
        if (Outcome.hasResult(exit))
        {
            laws.summaries(report, "");
            laws.faults.addAll(WrittenCurves.faults(report));
            laws.outliers();
            laws.intervals();
            laws.journal();
            laws.engines();
            laws.lanes();
            laws.actions();
            laws.longest();
            laws.heat();
            laws.faults.addAll(ModelLaws.faults(report));
            laws.phaseTimes();
            laws.must(report.path(ACCOUNTING).path("remainder").asLong() == 0, "/accounting/remainder is " +
                report.path(ACCOUNTING).path("remainder") + ", and the exit " + exit);
            laws.phases();
            laws.rate("rate_per_s", DELIVERED);
            laws.rate("offered_per_s", OFFERED);
        }

        return List.copyOf(laws.faults);
    }

    /** Checks each summary of a latency, wherever it stands. */
    private void summaries(final JsonNode value, final String place)
    {
        if (value.isObject() && value.has(COUNT) && value.has("p50") && value.has(MAX))
        {
            summary(value, place);
        }
        if (value.isObject())
        {
            value.properties().forEach(field -> summaries(field.getValue(), place + '/' + field.getKey()));
        }
        for (int i = 0; value.isArray() && i < value.size() && value.get(i).isContainerNode(); i++)
        {
            summaries(value.get(i), place + '/' + i);
        }
    }

    private void summary(final JsonNode times, final String place)
    {
        final long count = times.get(COUNT).asLong();
        LEAST.forEach((name, least) -> must(isNumber(times, name) == (count >= least), place + '/' + name + " is " +
            times.get(name) + ", of " + count + " samples, and it needs " + least));
        must(isNumber(times, MAX) == count > 0, place + "/max is " + times.get(MAX) + ", of " + count + " samples");
        long before = 0;
        for (final String name : RISING)
        {
            final long value = isNumber(times, name) ? times.get(name).asLong() : before;
            must(value >= before, place + '/' + name + " is " + value + ", below " + before + " before it");
            before = value;
        }
        final boolean isLimited = times.get(MAX).asLong() >= SummedHistogram.HIGHEST_NS;
        must(!isNumber(times, "mean") || !isNumber(times, MAX) || isLimited ||
            times.get("mean").asDouble() <= times.get(MAX).asDouble() + HALF,
            place + "/mean is " + times.get("mean") + ", above " + place + "/max, " + times.get(MAX));
    }

    /**
     * Checks that stages up to the acknowledge add up to the response of each outlier, the slowest first, and that its
     * command exists. Without ends of handlers a response of the virtual clock has that of its handler, too.
     */
    private void outliers()
    {
        final JsonNode outliers = report.path("outliers");
        final boolean isToAcknowledge = !report.has("modelled") || report.at("/latency_ns/handled").isObject();
        for (int i = 0; i < outliers.size(); i++)
        {
            final JsonNode outlier = outliers.get(i);
            final long response = outlier.path(RESPONSE).asLong();
            final JsonNode stages = outlier.path("stages");
            long sum = 0;
            for (final Map.Entry<String, JsonNode> stage : stages.properties())
            {
                final boolean isAfter = LATER.contains(stage.getKey()) ||
                    (isToAcknowledge && stage.getKey().equals(DEACTIVATED));
                sum += isAfter ? 0 : stage.getValue().asLong();
            }
            must(stages.isEmpty() || sum == response,
                "/outliers/" + i + "/response_ns is " + response + ", and its stages add up to " + sum);
            must(LATER.stream().filter(stages::has).count() <= (stages.has(DEACTIVATED) ? 1 : 0),
                "/outliers/" + i + "/stages are " + stages + ", and one work at most follows a handler that ended");
            must(i == 0 || response <= outliers.get(i - 1).path(RESPONSE).asLong(),
                "/outliers/" + i + "/response_ns is " + response + ", above the one before it");
        }
        final JsonNode host = report.path("host");
        final JsonNode last = host.path("journal").path("commands");
        for (int i = 0; i < host.path("outliers").size() && last.asLong() > 0; i++)
        {
            final JsonNode command = host.path("outliers").get(i).path("command");
            must(!command.isNumber() || (command.asLong() >= 1 && command.asLong() <= last.asLong()),
                "/host/outliers/" + i + "/command is " + command + ", and the journal has " + last);
        }
    }

    /**
     * Checks that intervals follow one another, and add up to the storm: where none was dropped, and none is of the
     * run that this one goes on with. Those of several engines overlap.
     */
    private void intervals()
    {
        final JsonNode intervals = report.path("intervals");
        double length = 0;
        for (int i = 0; i < intervals.size(); i++)
        {
            final JsonNode interval = intervals.get(i);
            final double own = interval.path(LENGTH).asDouble();
            final double rate = interval.path("rate_per_s").asDouble();
            final double delivered = interval.path(DELIVERED).asDouble();
            must(!isNumber(interval, "rate_per_s") ||
                Math.abs(rate * own - delivered) <= HALF * (rate * UNIT_S + own) + UNIT_S, "/intervals/" + i +
                "/rate_per_s is " + interval.path("rate_per_s") + ", and " + interval.path(DELIVERED) +
                " were delivered in " + interval.path(LENGTH) + " s");
            length += own;
            if (i > 0 && !isOfEngines())
            {
                final JsonNode before = intervals.get(i - 1);
                final double end = before.path(START).asDouble() + before.path(LENGTH).asDouble();
                must(Math.abs(interval.path(START).asDouble() - end) <= 2 * UNIT_S, "/intervals/" + i +
                    "/start_s is " + interval.path(START) + ", and the one before it ends at " + end);
            }
        }
        if (report.has("intervals") && report.path("intervals_dropped").asLong() == 0 && !isResumed())
        {
            sum(OFFERED);
            sum(DELIVERED);
            work("completions_per_s", "completions");
            work("interrupts_per_s", "interrupts");
            final JsonNode left = intervals.path(intervals.size() - 1).path(PENDING);
            must(isOfEngines() || !left.isNumber() || left.equals(report.path(ACCOUNTING).path(PENDING)),
                "/accounting/pending is " + report.path(ACCOUNTING).path(PENDING) +
                ", and the last interval ends with " + left);
            must(intervals.isEmpty() || isOfEngines() ||
                Math.abs(length - report.path(ELAPSED).asDouble()) <= UNIT_S * (intervals.size() + 1),
                "/elapsed_s is " + report.path(ELAPSED) + ", and the intervals last " + length);
        }
    }

    /** Returns the number of engines and partitions, each of which counts events of its own. */
    private long parts()
    {
        return report.path("host").path("engines").size() + report.path("partitions").size() +
            report.path("partitions_beyond").asLong();
    }

    private boolean isOfEngines()
    {
        return report.path("host").path("engines").isArray();
    }

    private boolean isResumed()
    {
        return FileFaults.isResumed(report);
    }

    /** Returns whether the report says how long its storm ran, from its begin. */
    private boolean isOfWholeTime()
    {
        return isNumber(report, ELAPSED) && !isResumed();
    }

    private void sum(final String counter)
    {
        long sum = 0;
        for (final JsonNode interval : report.path("intervals"))
        {
            sum += interval.path(counter).asLong();
        }
        final JsonNode whole = report.path(ACCOUNTING).path(counter);
        must(!whole.isNumber() || whole.asLong() == sum,
            "/accounting/" + counter + " is " + whole + ", and the intervals add up to " + sum);
    }

    /** Checks what devices did, by the rates of the intervals. */
    private void work(final String rate, final String counter)
    {
        double sum = 0;
        double error = 1;
        boolean isEach = report.path("groups").isArray() && !report.path("intervals").isEmpty();
        for (final JsonNode interval : report.path("intervals"))
        {
            final double length = interval.path(LENGTH).asDouble();
            isEach &= interval.path(rate).isNumber();
            sum += interval.path(rate).asDouble() * length;
            error += HALF * length + interval.path(rate).asDouble() * UNIT_S;
        }
        long whole = 0;
        for (final JsonNode group : report.path("groups"))
        {
            whole += group.path(counter).asLong();
        }
        must(!isEach || Math.abs(sum - whole) <= error, "/groups/*/" + counter + " are " + whole +
            ", and the intervals add up to " + Math.round(sum) + " by their " + rate);
    }

    /** Checks the bytes of a command, of which three digits are written. */
    private void journal()
    {
        final JsonNode journal = report.path("host").path("journal");
        final double commands = journal.path("commands").asDouble();
        must(commands == 0 || Math.abs(journal.path("bytes").asDouble() / commands -
            journal.path("bytes_per_command").asDouble()) <= BYTES_ERROR, "/host/journal/bytes_per_command is " +
            journal.path("bytes_per_command") + ", and " + journal.path("bytes") + " are of " +
            NumberText.counted(journal.path("commands").asLong(), "command"));
    }

    /** Checks that what was published on each lane was drained, or is left. */
    private void lanes()
    {
        report.path(ACCOUNTING).path("lanes").properties().forEach(lane ->
        {
            final JsonNode words = lane.getValue();
            must(words.path("published").asLong() == words.path("drained").asLong() + words.path("left").asLong(),
                "/accounting/lanes/" + lane.getKey() + " has " + words.path("published") + " words published, " +
                words.path("drained") + " drained and " + words.path("left") + " left");
        });
    }

    /** Checks that as many actions are due as the events of each part give, and the times of transitions. */
    private void actions()
    {
        final long offered = report.path(ACCOUNTING).path(OFFERED).asLong();
        report.path("actions").properties().forEach(action ->
        {
            final String[] share = action.getValue().path("asked").asText().split("/", -1);
            final long due = action.getValue().path("due").asLong();
            final long every = share.length == 2 && share[0].equals("1") ? Quantity.count(share[1]) : 0;
            final double perS =
                share.length == 1 && !share[0].isEmpty() && !share[0].endsWith(PERIOD) ? Quantity.rate(share[0]) : 0;
            must(perS == 0 || !isOfWholeTime() ||
                due <= perS * report.path(ELAPSED).asDouble() + Math.max(1, parts()) + 1, "/actions/" +
                action.getKey() + "/due is " + due + ", and " + perS + " a second are asked for in " +
                report.path(ELAPSED) + " s");
            must(every == 0 || isResumed() || (due - Math.max(1, parts())) * every <= offered, "/actions/" +
                action.getKey() + "/due is " + due + ", one each " + every + " of /accounting/offered, which is " +
                offered);
            must(every == 0 || isResumed() || (due + parts() + 1) * every > offered, "/actions/" + action.getKey() +
                "/due is " + due + ", and one each " + every + " of /accounting/offered is asked for, which is " +
                offered);
        });
        long ended = 0;
        for (final JsonNode number : report.path("actions").path("timeline").path("ended"))
        {
            ended += number.asLong();
        }
        final JsonNode completed = report.path("actions").path("toggles").path("completed");
        must(!completed.isNumber() || isResumed() || ended == 0 || ended == completed.asLong(),
            "/actions/toggles/completed is " + completed + ", and /actions/timeline/ended add up to " + ended);
        final JsonNode accounting = report.path(ACCOUNTING);
        final double mean = accounting.path("transition_mean_ns").asDouble();
        final double most = accounting.path("transition_max_ns").asDouble();
        final double count = accounting.path("transitions").asDouble();
        must(count == 0 || (mean <= most && (mean + 1) * count >= most), "/accounting/transition_mean_ns is " + mean +
            " of " + (long)count + " transitions, the longest of which took " + most);
    }

    /** Checks that no time is longer than the storm. */
    private void longest()
    {
        final double elapsedNs = (report.path(ELAPSED).asDouble() + UNIT_S) * NS_PER_S;
        report.path("latency_ns").properties().forEach(latency ->
        {
            final JsonNode max = latency.getValue().path(MAX);
            must(!max.isNumber() || !isOfWholeTime() || max.asDouble() <= elapsedNs * RESOLUTION, "/latency_ns/" +
                latency.getKey() + "/max is " + max + " ns, and /elapsed_s " + report.path(ELAPSED));
        });
    }

    /** Checks that a map of all responses holds each of them, those of the warm-up among them. */
    private void heat()
    {
        final JsonNode slices = report.path("heat").path("slices");
        long sum = 0;
        for (final JsonNode slice : slices)
        {
            for (int i = 1; i < slice.size(); i += 2)
            {
                sum += slice.get(i).asLong();
            }
        }
        final JsonNode count = report.path("latency_ns").path("response").path(COUNT);
        must(slices.isEmpty() || !count.isNumber() || isResumed() || sum >= count.asLong(),
            "/heat/slices have " + sum + " responses, and /latency_ns/response/count is " + count);
    }

    /** Checks that phases follow one another. */
    private void phaseTimes()
    {
        final JsonNode phases = report.path("phases");
        for (int i = 1; i < phases.size(); i++)
        {
            final double end = phases.get(i - 1).path(START).asDouble() + phases.get(i - 1).path(LENGTH).asDouble();
            must(!isNumber(phases.get(i), START) || !isNumber(phases.get(i - 1), LENGTH) || isOfEngines() ||
                Math.abs(phases.get(i).path(START).asDouble() - end) <= 2 * UNIT_S, "/phases/" + i + "/start_s is " +
                phases.get(i).path(START) + ", and the one before it ends at " + end);
        }
    }

    /** Checks the time for which not all engines ran. */
    private void engines()
    {
        final JsonNode fewer = report.path("host").path("engines_fewer_s");
        double least = Double.MAX_VALUE;
        double most = 0;
        for (final JsonNode engine : report.path("host").path("engines"))
        {
            least = Math.min(least, engine.path(ELAPSED).asDouble());
            most = Math.max(most, engine.path(ELAPSED).asDouble());
        }
        must(!fewer.isNumber() || Math.abs(most - least - fewer.asDouble()) <= 2 * UNIT_S,
            "/host/engines_fewer_s is " + fewer + ", and the engines ended within " + (most - least));
    }

    /** Checks that phases last as long as the storm, and add up to its groups. */
    private void phases()
    {
        final JsonNode config = report.path("config");
        long ns = 0;
        boolean isAny = false;
        boolean isEach = true;
        for (final JsonNode phase : config.path("phases"))
        {
            isAny = true;
            isEach &= phase.path("duration_ns").isNumber();
            ns += phase.path("duration_ns").asLong();
        }
        must(!isAny || !isEach || !isNumber(config, "duration_ns") || config.path("duration_ns").asLong() == ns,
            "/config/duration_ns is " + config.path("duration_ns") + ", and the phases last " + ns);
        for (int i = 0; i < report.path("groups").size() && !report.path("phases").isEmpty(); i++)
        {
            final JsonNode group = report.path("groups").get(i);
            final String place = "/groups/" + i + '/';
            group.properties().forEach(field -> ofPhases(group, field.getKey(), place + field.getKey()));
        }
    }

    /** Checks a counter of a group: one that each phase has, too. */
    private void ofPhases(final JsonNode group, final String counter, final String place)
    {
        long sum = 0;
        boolean isEach = group.path(counter).isIntegralNumber() && !counter.equals(VMS);
        for (final JsonNode phase : report.path("phases"))
        {
            JsonNode own = null;
            for (final JsonNode part : phase.path("groups"))
            {
                own = part.path(NAME).equals(group.path(NAME)) ? part : own;
            }
            isEach &= own != null && own.path(counter).isIntegralNumber();
            sum += own == null ? 0 : own.path(counter).asLong();
        }
        must(!isEach || group.path(counter).asLong() == sum,
            place + " is " + group.path(counter) + ", and the phases add up to " + sum);
    }

    /** Checks a rate of the virtual clock, whose measured part is exact: of a storm that did not end in its warm-up. */
    private void rate(final String name, final String counter)
    {
        final double ns = report.path("measured_ns").asDouble();
        final double count = report.path(ACCOUNTING).path(counter).asDouble() -
            report.path("warmup").path(counter).asDouble();
        must(!report.has("modelled") || !isNumber(report, name) || ns <= 0 || count <= 0 ||
            Math.abs(report.path(name).asDouble() - count * NS_PER_S / ns) <= 1, '/' + name + " is " +
            report.path(name) + ", and " + (long)count + " were " + counter + " in " + (long)ns + " ns");
    }

    private static boolean isNumber(final JsonNode value, final String field)
    {
        return value.path(field).isNumber();
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
