package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/** Reader of the lines of a text that are no rows of tables: each phrase says which field it shows. Used once. */
final class TextPhrases
{
    private static final String N = "(" + ShownNumber.DIGITS + ")";
    private static final String U = "(" + ShownNumber.DIGITS + ShownNumber.UNIT + ")";
    private static final String DIGEST = "([0-9a-f]{4}(?: [0-9a-f]{4}){3})";
    private static final String DOT = " \u00b7 ";
    /** Label of the sentences about the rate that was asked for. */
    private static final String PACE = "offered ";
    private static final String MODELS = "models of devices went on late";
    private static final String SLOWEST = "Slowest stage: ";
    private static final String RESUMED = "resumed ";
    private static final String STORM = "storm ";
    private static final String STALLS = "stalls ";
    private static final String SAMPLED = "[sS]ampled: ";
    private static final String LATENCY = "/latency_ns/";
    private static final String CORES = "/host/cores";
    private static final double HALF = 0.5;
    private static final double EXACT = 1e-9;
    private static final String THIRDS = "/not_stationary/";

    private final ShownFacts facts;
    private final List<Phrase> phrases = new ArrayList<>();
    private double leastNs;
    private double mostNs = Double.MAX_VALUE;

    /** Phrase of the lines that begin with a label. */
    private record Phrase(String label, Pattern pattern, BiConsumer<String, Matcher> law)
    {
    }

    TextPhrases(final ShownFacts facts)
    {
        this.facts = facts;
        head();
        pace();
        measured();
        models();
        groups();
        proof();
    }

    /** Reads a line. */
    void read(final String line)
    {
        for (final Phrase phrase : phrases)
        {
            final Matcher matcher = phrase.pattern.matcher(line);
            while (line.startsWith(phrase.label) && matcher.find())
            {
                phrase.law.accept(phrase.label.strip(), matcher);
            }
        }
    }

    private void phrase(final String label, final String pattern, final BiConsumer<String, Matcher> law)
    {
        phrases.add(new Phrase(label, Pattern.compile(pattern), law));
    }

    /** Declares a phrase whose numbers are those of some fields. */
    private void numbers(final String label, final String pattern, final String... pointers)
    {
        phrase(label, pattern, (where, found) ->
        {
            for (int i = 0; i < pointers.length; i++)
            {
                facts.number(where + ": " + found.group().strip(), found.group(i + 1), pointers[i]);
            }
        });
    }

    /** Declares a phrase whose words are those of a field. */
    private void words(final String label, final String pattern, final String pointer)
    {
        phrase(label, pattern, (where, found) -> facts.word(where, found.group(1), pointer));
    }

    /** Declares a phrase that says whether a field is true. */
    private void isTrue(final String label, final String pattern, final String yes, final String pointer)
    {
        phrase(label, pattern, (where, found) -> facts.must(
            facts.at(pointer).asBoolean() == found.group(1).equals(yes), where, found.group(1), pointer));
    }

    private void head()
    {
        numbers("gale ", "seed " + N + "$", "/seed");
        numbers("gale ", DOT + N + " cores?" + DOT, CORES);
        numbers(STORM, ": " + N + " VMs? \u00d7 " + N + " VPEs? on " + N + " PEs?",
            "/config/vms", "/config/vpes", "/config/pes");
        numbers(STORM, ": " + N + " VMs? with .* on " + N + " PEs?", "/config/vms", "/config/pes");
        numbers(STORM, "closed loop of " + N, "/config/window");
        numbers(RESUMED, "after command " + N, "/host/resumed/sequence");
        numbers(RESUMED, N + " torn frames? dropped", "/host/resumed/torn_frames");
        numbers(RESUMED, N + " offered and " + N + " delivered before",
            "/host/resumed/offered", "/host/resumed/delivered");
    }

    /** Declares the sentences about a rate that was not kept. Of several engines the lag is that of the latest. */
    private void pace()
    {
        numbers(PACE, " asked, " + U + " while the generator ran, " + U + " measured",
            "/generator/reached_per_s", "/offered_per_s");
        numbers(PACE, " asked, " + U + " while the generator ran, none measured", "/generator/reached_per_s");
        numbers(PACE, U + " reached in the slowest second", "/generator/least_per_s");
        numbers(PACE, U + " reached:", "/generator/reached_per_s");
        numbers(PACE, N + " skipped at the limit in flight", "/generator/skipped");
        numbers(PACE, "full for " + U + " of the time", "/generator/lane_full_share");
        for (final String label : List.of(PACE, MODELS))
        {
            if (!facts.isOfSeveral())
            {
                numbers(label, "lag p99 " + U, "/generator/lag_p99_ns");
                numbers(label, "response p99 " + U, LATENCY + "response/p99");
                numbers(label, "response max " + U, LATENCY + "response/max");
            }
        }
    }

    private void measured()
    {
        numbers("warm-up ", "warm-up  " + U + DOT + N + " delivered", "/warmup/ns", "/warmup/delivered");
        words("warm-up ", "delivered" + DOT + "([^\u00b7]+?)(?: \u00b7|$)", "/warmup/ending");
        words("", SAMPLED + "([0-9,]+ of [0-9,]+) delivered", "/latency_ns/sampled");
        phrase("", "delivered: not " + N + " that began in the warm-up", (where, found) -> facts.derived(
            "samples that began in the warm-up", found.group(1), facts.at(LATENCY + "delivered").asDouble() -
            facts.at(LATENCY + "response/count").asDouble(), 0, "/latency_ns/delivered without its samples"));
        phrase("(", "[(\u00b7 ]([a-z]+) " + N + " of " + N + "(?= \u00b7|\\))", (where, found) ->
        {
            facts.number("route " + found.group(1), found.group(2), LATENCY + "routes/" + found.group(1) + "/count");
            facts.number("route " + found.group(1), found.group(3),
                LATENCY + "delivered_by_route/" + found.group(1));
        });
        numbers("generator lag", "lag p99 " + N + " ns", "/generator/lag_p99_ns");
        numbers("generator lag", N + " refused", "/generator/refused");
        isTrue("generator lag", DOT + "(kept up|did not keep up)" + DOT, "kept up", "/generator/kept_up");
        phrase(STALLS, "\\b(?!longest )([a-z]+) " + U + "(?: of the run)?(?:, longest " + U + ")?", this::stalled);
        phrase(STALLS, "([a-z]+) longest " + U, (where, found) -> facts.number(where + ' ' + found.group(1),
            found.group(2), "/stalls/" + found.group(1) + "/longest_ns"));
        numbers("not stationary", "response " + U + ", " + U + ", " + U, THIRDS + "response_ns/0",
            THIRDS + "response_ns/1", THIRDS + "response_ns/2");
        numbers("not stationary", "rate " + U + ", " + U + ", " + U, THIRDS + "rate_per_s/0",
            THIRDS + "rate_per_s/1", THIRDS + "rate_per_s/2");
        numbers("attached ", N + " events? in " + N + " commands?", "/attached/events", "/attached/commands");
        numbers("attached ", N + " refused", "/attached/refused");
        phrase("control ", "control  (.*): acted " + N + " times?", (where, found) -> facts.number(
            where + ' ' + found.group(1), found.group(2), "/controls/each" + ShownFacts.step(found.group(1))));
        phrase("spurious ", "spurious (.*): " + N + " interrupts? found", (where, found) -> facts.number(
            where + ' ' + found.group(1), found.group(2),
            "/controls/spurious_by_device" + ShownFacts.step(found.group(1))));
        phrase("note ", "note     (.*)", (where, found) -> facts.must(
            isOneOf("/notes", found.group(1)), where, found.group(1), "/notes"));
        phrase("", "^([a-z.-]+) \\S+(?:, \\S+)*(?: events| a second)?: " + N + " of " + N + " begun, " + N +
            " completed" + DOT + "(kept up|did not keep up)", this::action);
    }

    /**
     * Compares a stall. Shares are of the time that was watched, which the report does not have: they have to be of
     * the same time. A thread waits for the whole of it at most, helpers may be many.
     */
    private void stalled(final String where, final Matcher found)
    {
        final String name = found.group(1);
        final boolean isOfHost = name.equals("stolen") || name.equals("throttled");
        final String pointer = "/stalls/" + name + (isOfHost ? "_ns" : "/wait_ns");
        final ShownNumber share = ShownNumber.of(found.group(2));
        final double ns = facts.at(pointer).asDouble() / (name.equals("stolen") ? facts.at(CORES).asDouble() : 1);
        final double shown = share.value().doubleValue();
        final double error = share.error().doubleValue() + EXACT;
        if (!facts.isOfSeveral())
        {
            final boolean isBound = isOfHost || name.equals("helpers") || shown < 1;
            leastNs = isBound ? Math.max(leastNs, ns / (shown + error)) : leastNs;
            mostNs = shown > error ? Math.min(mostNs, ns / (shown - error)) : mostNs;
        }
        facts.must(facts.isOfSeveral() || leastNs <= mostNs,
            where + ' ' + name, found.group(2) + ", another time than that of stalls before it", pointer);
        if (found.group(3) != null)
        {
            facts.number(where + ' ' + name + ", longest", found.group(3), "/stalls/" + name + "/longest_ns");
        }
    }

    private boolean isOneOf(final String list, final String text)
    {
        boolean isFound = false;
        for (final JsonNode one : facts.at(list))
        {
            isFound |= text.equals(one.asText());
        }

        return isFound;
    }

    private void action(final String where, final Matcher found)
    {
        final String pointer = "/actions/" + found.group(1).replaceAll("[-.]", "_");
        facts.number(found.group(1) + ", begun", found.group(2), pointer + "/begun");
        facts.number(found.group(1) + ", due", found.group(3), pointer + "/due");
        facts.number(found.group(1) + ", completed", found.group(4), pointer + "/completed");
        facts.must(facts.at(pointer + "/kept_up").asBoolean() == found.group(5).startsWith("kept"),
            found.group(1), found.group(5), pointer + "/kept_up");
    }

    private void models()
    {
        words(SLOWEST, SLOWEST + "(.*), (?:p99|max) ", "/slowest_stage/name");
        numbers(SLOWEST, "p99 " + N + " ns", "/slowest_stage/p99_ns");
        phrase(SLOWEST, "max " + N + " ns", (where, found) -> facts.number(where, found.group(1),
            LATENCY + "stages" + ShownFacts.step(facts.at("/slowest_stage/name").asText()) + "/max"));
        words(SLOWEST, "Cause: (.*)\\.$", "/slowest_stage/cause");
        phrase("model ", N + " ([a-z][a-z -]*)", (where, found) -> facts.number(
            where + ' ' + found.group(2), found.group(1), "/model" + ShownFacts.step(found.group(2).strip())));
        numbers("model ", "version " + N, "/model/version");
        phrase("sums ", DIGEST, (where, found) -> facts.word(where, found.group(1).replace(" ", ""), "/digest"));
        phrase("sums ", "of " + N + " partitions?", (where, found) -> facts.derived(where, found.group(1),
            facts.at("/partitions").size() + facts.at("/partitions_beyond").asDouble(), 0,
            "the number of /partitions"));
    }

    private void groups()
    {
        phrase("Held back by devices of ", "of (.*), mean ns of an interrupt: (.*)\\.$", (where, found) ->
            each(where, found.group(1), found.group(2), "([a-z -]+) " + N, "held_ns", 1));
        phrase("", "^(\\S.*?) (?:overloaded|near capacity|at capacity): " + U + " of a PE is left", (where, found) ->
            facts.number("saturation of " + found.group(1), found.group(2),
            facts.group(found.group(1)) + "/saturation/pe_time_left"));
        phrase("", "^(\\S.*?) overloaded: .* left, " + N + " events? waited at the end", (where, found) ->
        {
            final String group = facts.group(found.group(1)) + "/saturation/";
            facts.number("saturation of " + found.group(1) + ", waited", found.group(2),
                group + "backlog/" + (facts.at(group + "backlog").size() - 1));
        });
        phrase("", "^(\\S.*?) (overloaded|near capacity|at capacity): ", (where, found) -> facts.word(
            "saturation of " + found.group(1), found.group(2), facts.group(found.group(1)) + "/saturation/verdict"));
    }

    private void each(final String where, final String name, final String parts, final String pattern,
        final String numbers, final int label)
    {
        final String pointer = facts.group(name) + '/' + numbers;
        final Matcher part = Pattern.compile(pattern).matcher(parts);
        while (part.find())
        {
            facts.number(where + ' ' + name, part.group(3 - label),
                pointer + ShownFacts.step(part.group(label).strip()));
        }
        facts.each(pointer);
    }

    private void proof()
    {
        final String journal = "/host/journal/";
        numbers("journal ", "^journal  " + N + " frames?" + DOT + U, journal + "frames", journal + "bytes");
        numbers("journal ", N + " B/command", journal + "bytes_per_command");
        numbers("journal ", N + " unjournaled commands?", journal + "commands_beyond");
        isTrue("drained ", "^drained  (yes|no): ", "yes", "/drained");
        numbers("replay ", "^replay   " + U, facts.at("/modelled").isTextual() ? "/host/replay_rate_per_s" :
            "/host/replay/rate_per_s");
        phrase("replay ", "digest " + DIGEST, (where, found) -> facts.word(
            where, found.group(1).replace(" ", ""), "/host/replay/digest"));
        isTrue("replay ", DOT + "((?:not )?the same as live)", "the same as live", "/host/replay/equal");
        phrase("replay ", "after command " + N, (where, found) -> facts.derived(where, found.group(1),
            facts.at("/host/replay/first_command").asDouble() - 1, 0, "the command before /host/replay/first_command"));
        phrase("digest ", "^digest   " + DIGEST, (where, found) -> facts.word(
            where, found.group(1).replace(" ", ""), "/host/digest"));
        phrase("engines ", "^engines  " + N + "[,\u00b7 ]", (where, found) -> facts.derived(where, found.group(1),
            facts.at("/host/engines").size(), 0, "the number of /host/engines"));
        phrase("engines ", U + " to " + U + " each", this::rates);
        numbers("engines ", "fewer than all ran for " + U, "/host/engines_fewer_s");
    }

    /** Compares the least and the highest rate of engines; one that offered nothing when it was measured has none. */
    private void rates(final String where, final Matcher found)
    {
        final DoubleSummaryStatistics rates = new DoubleSummaryStatistics();
        for (final JsonNode engine : facts.at("/host/engines"))
        {
            if (engine.path("rate_per_s").isNumber())
            {
                rates.accept(engine.path("rate_per_s").asDouble());
            }
        }
        final boolean isNone = rates.getCount() == 0;
        facts.derived(where + ", least", found.group(1), isNone ? 0 : rates.getMin(), HALF,
            "the least rate of /host/engines");
        facts.derived(where + ", most", found.group(2), isNone ? 0 : rates.getMax(), HALF,
            "the highest rate of /host/engines");
    }

    /** Says which phrases are missing. */
    void end()
    {
        facts.each("/model");
        facts.each("/controls/each");
        facts.each("/controls/spurious_by_device");
        if (facts.at("/host/journal/directory").isTextual())
        {
            facts.one("/host/journal/frames");
        }
    }
}
