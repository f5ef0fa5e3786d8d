package org.gale.engine.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.replay.DigestText;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.ModelledPartitions;

/** Lines about the model of a storm on the virtual clock. Pure functions. */
public final class ModelText
{
    private static final String DEVICES = "%-12s%17s%15s%10s%15s%15s%14s";
    private static final String SENDER_WAIT = "sender wait";
    private static final String NONE = "-";
    private static final int SHARE_DIGITS = 4;
    private static final int PERCENT_DIGITS = 2;

    private ModelText()
    {
    }

    /** Returns the words that say that times are modelled, and by which costs. */
    public static String title(final String costs)
    {
        return "virtual, costs " + costs;
    }

    /** Returns the words of a model with a comma before them; nothing without a model, which is null then. */
    public static String suffix(final Modelled model)
    {
        return model == null ? "" : ", " + title(model.costs());
    }

    /** Returns the table of the time of all PEs by state, and of the time on no vCPU's PE. */
    static List<String> peTime(final Modelled modelled)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-12s%17s%15s", "PE time", "ns", "share"));
        final long all = sum(modelled.peNs());
        modelled.peNs().forEach((state, ns) -> lines.add(
            String.format(Locale.ROOT, "%-12s%17s%15s", "  " + state, NumberText.count(ns), share(ns, all))));
        if (!modelled.offPeNs().isEmpty())
        {
            lines.add("off PEs");
            modelled.offPeNs().forEach((name, ns) -> lines.add(
                String.format(Locale.ROOT, "%-12s%17s%15s", "  " + name, NumberText.count(ns), "-")));
        }

        return lines;
    }

    /** Returns the table of what devices with models have completed; no lines without such devices. */
    static List<String> devices(final List<DeviceCounts> devices)
    {
        final List<String> lines = new ArrayList<>();
        if (!devices.isEmpty())
        {
            lines.add(String.format(Locale.ROOT, DEVICES, "devices", "completions", "interrupts", "ratio",
                "completions/s", "interrupts/s", "deferred, ns"));
            devices.forEach(group -> lines.add(String.format(Locale.ROOT, DEVICES, "  " + group.group(),
                NumberText.count(group.completions()), NumberText.count(group.interrupts()),
                ratio(group.interrupts(), group.completions()),
                NumberText.count(Math.round(group.measured().completionsPerS())),
                NumberText.count(Math.round(group.measured().interruptsPerS())), deferred(group.measured()))));
        }

        return lines;
    }

    /** Returns the mean time for which devices held an interrupt back, in whole ns. */
    private static String deferred(final DeviceCounts.Work work)
    {
        return work.interrupts() == 0 ? NONE :
            NumberText.count(Math.round((double)work.deferredNs() / work.interrupts()));
    }

    /** Returns the waits of vCPUs for those that they have sent an interrupt to, by names of rows. */
    static Map<String, LatencySummary> senderWaits(final List<DeviceCounts> devices)
    {
        final Map<String, LatencySummary> waits = new LinkedHashMap<>();
        devices.stream().filter(group -> group.senderWait() != null).forEach(group -> waits.put(
            devices.size() == 1 ? SENDER_WAIT : SENDER_WAIT + ' ' + group.group(), group.senderWait()));

        return waits;
    }

    /**
     * Returns the stage whose p99 is the longest, an entry of {@code stages}; null where no latency was taken. With too
     * few samples for a p99 the maximum serves.
     */
    static Map.Entry<String, Histogram> slowest(final Map<String, Histogram> stages)
    {
        Map.Entry<String, Histogram> slowest = null;
        long longestNs = -1;
        for (final Map.Entry<String, Histogram> stage : stages.entrySet())
        {
            final long ns = tailNs(stage.getValue());
            if (stage.getValue().getTotalCount() > 0 && ns > longestNs)
            {
                longestNs = ns;
                slowest = stage;
            }
        }

        return slowest;
    }

    /** Returns sentences that name the slowest stage and its cause; nothing where no latency was taken. */
    public static String slowestStage(final Map<String, Histogram> stages, final List<DeviceCounts> devices)
    {
        final Map.Entry<String, Histogram> slowest = slowest(stages);
        if (slowest == null)
        {
            return "";
        }
        final String cause = cause(slowest, devices);

        return "Slowest stage: " + slowest.getKey() + ", " + MeasurementText.tail(slowest.getValue()) + ' ' +
            NumberText.count(tailNs(slowest.getValue())) + " ns." + (cause.isEmpty() ? "" : " Cause: " + cause + '.');
    }

    private static long tailNs(final Histogram stage)
    {
        final long ns = LatencySummary.at(stage, LatencySummary.TAIL);

        return ns == LatencySummary.NONE ? stage.getMaxValue() : ns;
    }

    /** Returns what models say of the cause of a stage; nothing where they say none. */
    static String cause(final Map.Entry<String, Histogram> stage, final List<DeviceCounts> devices)
    {
        return switch (stage.getKey())
        {
            case "waiting", "woken" -> "wait for a PE";
            case "acknowledged" -> "handler";
            case "deactivated" -> devices.stream().anyMatch(
                group -> 2 * group.heldNs().getOrDefault(Hold.MASK, 0L) > stage.getValue().getMean()) ?
                Hold.MASK.label() : "handler";
            default -> "";
        };
    }

    /** Returns a sentence for each group of VMs that offers a trace: how many of its events, by kind. */
    static List<String> recorded(final List<DeviceCounts> devices)
    {
        return sentences(devices, group -> "Recorded events that " + group + " offered: ", DeviceCounts::recorded,
            (kind, count) -> NumberText.count(count) + ' ' + kind.words());
    }

    /** Returns sentences about the devices: what they repeat of traces, and what they hold back. */
    public static List<String> notes(final List<DeviceCounts> devices)
    {
        final List<String> sentences = recorded(devices);
        sentences.addAll(held(devices));
        sentences.addAll(polls(devices));

        return sentences;
    }

    /** Returns a sentence for each group of VMs whose devices hold work back: for how long, by reason. */
    static List<String> held(final List<DeviceCounts> devices)
    {
        return sentences(devices, group -> "Held back by devices of " + group + ", mean ns of an interrupt: ",
            DeviceCounts::heldNs, (reason, ns) -> reason.label() + ' ' + NumberText.count(ns));
    }

    /** Returns a sentence for each group of VMs whose drivers defer interrupts: how often they do, and poll later. */
    static List<String> polls(final List<DeviceCounts> devices)
    {
        return sentences(devices, group -> "Polls by drivers of " + group + ": ", group -> group.sums().polls(),
            (kind, count) -> NumberText.count(count) + ' ' + kind.words());
    }

    /** Returns a sentence for each group of VMs that has numbers: its beginning, and each number in words. */
    private static <K> List<String> sentences(final List<DeviceCounts> devices, final UnaryOperator<String> begin,
        final Function<DeviceCounts, Map<K, Long>> numbers, final BiFunction<K, Long, String> words)
    {
        final List<String> sentences = new ArrayList<>();
        for (final DeviceCounts group : devices)
        {
            final List<String> parts = new ArrayList<>();
            numbers.apply(group).forEach((key, number) -> parts.add(words.apply(key, number)));
            if (!parts.isEmpty())
            {
                sentences.add(begin.apply(group.group()) + String.join(", ", parts) + '.');
            }
        }

        return sentences;
    }

    /** Returns the interrupts for a completion. */
    public static String ratio(final long interrupts, final long completions)
    {
        return completions == 0 ? "-" : String.format(Locale.ROOT, "%.4f", (double)interrupts / completions);
    }

    /** Returns the digest of the accounts and sums of all partitions, and their number where there are several. */
    static List<String> sums(final ModelledPartitions partitions)
    {
        final int count = partitions.first().size() + partitions.beyond();

        return List.of(DigestText.of(partitions.digest()),
            count == 0 ? "of the accounts and sums" : "of the accounts and sums of " +
            NumberText.counted(count, "partition"));
    }

    /** Returns the number of each step that the model counts, in words. */
    static List<String> counts(final Modelled modelled)
    {
        final List<String> counts = new ArrayList<>();
        modelled.counts().forEach((step, count) -> counts.add(NumberText.count(count) + ' ' + step));
        counts.add("version " + modelled.version());

        return counts;
    }

    /** Returns a part of a whole in percent. */
    public static String share(final long part, final long whole)
    {
        return whole == 0 ? "-" : BigDecimal.valueOf(part)
            .divide(BigDecimal.valueOf(whole), SHARE_DIGITS, RoundingMode.HALF_EVEN).movePointRight(PERCENT_DIGITS)
            .toPlainString() + " %";
    }

    /** Returns the sum of the values. */
    public static long sum(final Map<String, Long> values)
    {
        return values.values().stream().mapToLong(Long::longValue).sum();
    }
}
