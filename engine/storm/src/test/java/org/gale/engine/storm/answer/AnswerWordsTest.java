package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.Steadiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Sentences of answers, read back. Figures are drawn with each pair of signs of mean and p99: a gain, a loss, nothing
 * shown, no figure. The words give the same signs and sizes, in each unit.
 */
class AnswerWordsTest
{
    private static final int ROUNDS = 40;
    private static final int POOL = 4;
    private static final int VCPUS = 2 * POOL;
    private static final String EVEN = "1:1";
    private static final String SHORT = "4:1";
    private static final String MOVING = EVEN + " + moves";
    private static final Map<String, String> PLACES = Map.of("With a PE for each vCPU", EVEN, "At 4:1", SHORT,
        "With a PE for each vCPU and moves of affinity", MOVING);
    private static final String TIME = "(-?[0-9.,]+) (ns|us|ms)(?: \\[[^\\]]*])?";
    private static final Pattern DIRECT = Pattern.compile(
        "(.+), direct injection of all vCPUs (?:(takes|adds) " + TIME + " (off|to)|shows no difference of) the mean " +
        "response of " + TIME + "(?:: " + TIME + ")?(.*?)(?:; with unmeasured costs at half to twice: " + TIME +
        " to " + TIME + ")?\\.");
    private static final Pattern TAIL = Pattern.compile(
        ", and (?:(takes|adds) )?" + TIME + " (off|to) p99|; of p99 no difference is shown, a worth of " + TIME + "|");
    private static final Pattern STEPS = Pattern.compile("  Selection \\(vm-by-load over vm-by-boot\\): (.*)\\. " +
        "Granularity \\(vcpu-by-load over vm-by-load\\): (.*)\\.");
    private static final Pattern STEP = Pattern.compile(
        "(?:" + TIME + " of the mean|no difference shown of the mean, " + TIME + ")" +
        "(?:, (?:" + TIME + " of p99|no difference shown of p99, " + TIME + "))?");
    private static final Pattern GROUP = Pattern.compile("(\\w+) (no difference shown, )?" + TIME);
    private static final Pattern CHOICE = Pattern.compile("policy (\\w+) (takes|adds) " + TIME +
        " (off|to) (the mean response|p99 of the response) of the own setting, " + TIME +
        "(?:, the (most|least) of 3)?\\.");
    private static final Pattern NO_CHOICE = Pattern.compile(
        "No difference is shown of (the mean response|p99 of the response) of the own setting, " + TIME +
        ": policy (\\w+) takes " + TIME + " off it(?:, the (most|least) of 3)?\\.");

    private final Random random = new Random(7);

    /** Kinds of estimates. */
    private enum Sign
    {
        GAIN, LOSS, NOT_SHOWN, NONE
    }

    private Estimate estimate(final Sign sign)
    {
        final double size = Math.pow(10, 0.5 + 6.5 * random.nextDouble());

        return switch (sign)
        {
            case GAIN -> new Estimate(size, size / 2, size * 3 / 2);
            case LOSS -> new Estimate(-size, -size * 3 / 2, -size / 2);
            case NOT_SHOWN -> new Estimate(random.nextBoolean() ? size : -size, -2 * size, 2 * size);
            case NONE -> null;
        };
    }

    private static Answer.AnswerFigure figure(final String name, final Estimate value, final Estimate worth)
    {
        return new Answer.AnswerFigure(name, value, worth, null, null, null, null, null, null);
    }

    private Answer.AnswerRow row(final String policy, final int pool, final String place, final Sign mean,
        final Sign tail)
    {
        final String order = policy.endsWith("by-boot") ? "drawn" : "-";
        final List<Answer.AnswerFigure> figures = new ArrayList<>();
        figures.add(figure(Ran.MEAN, estimate(Sign.GAIN), estimate(mean)));
        figures.add(figure(Ran.P99, estimate(Sign.GAIN), estimate(tail)));
        for (final String group : List.of("quiet", "loud"))
        {
            figures.add(figure(group + '.' + Ran.MEAN, estimate(Sign.GAIN),
                mean == Sign.NONE ? null : estimate(Sign.values()[random.nextInt(3)])));
        }

        return new Answer.AnswerRow(List.of(policy, Integer.toString(pool), order, place), figures);
    }

    private List<Answer.AnswerRow> rows(final Sign mean, final Sign tail)
    {
        final List<Answer.AnswerRow> rows = new ArrayList<>();
        for (final String place : List.of(EVEN, SHORT, MOVING))
        {
            rows.add(row("none", 0, place, Sign.NONE, Sign.NONE));
            rows.add(row("all direct", VCPUS, place, mean, tail));
        }
        for (final String policy : List.of("vm-by-boot", "vm-by-load", "vcpu-by-boot", "vcpu-by-load"))
        {
            rows.add(row(policy, POOL, EVEN, Sign.GAIN, Sign.GAIN));
        }

        return rows;
    }

    private static Answer answer(final String question, final List<String> keys, final List<Answer.AnswerRow> rows,
        final List<Answer.Step> steps, final List<Answer.Range> ranges)
    {
        return answer(question, keys, rows, steps, new Answer.OfCosts(List.of(), List.of(), List.of(), ranges));
    }

    private static Answer answer(final String question, final List<String> keys, final List<Answer.AnswerRow> rows,
        final List<Answer.Step> steps, final Answer.OfCosts costs)
    {
        return new Answer(new Answer.Head(question, "j", "c", "v", "17", 2, List.of("quiet", "loud"), List.of(1L, 2L),
            "drawn"), List.of(), keys, rows, steps, costs,
            List.of(), new Steadiness(null, 0, 0, List.of()));
    }

    @Test
    void shouldReadBackWhatDirectInjectionIsWorth()
    {
        for (final Sign mean : List.of(Sign.GAIN, Sign.LOSS, Sign.NOT_SHOWN))
        {
            for (final Sign tail : Sign.values())
            {
                for (int round = 0; round < ROUNDS; round++)
                {
                    direct(mean, tail);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "kick enter | enter (1:1), kick (4:1)", "kick | kick (1:1), kick (4:1)", "trap | none", "'' | none"},
        delimiter = '|')
    void shouldNameTheFirstCostAtEachPlaceThatNobodyHasMeasured(final String guessed, final String expected)
    {
        final Estimate change = estimate(Sign.GAIN);
        final List<Answer.Sensitivity> costs = new ArrayList<>();
        for (final String cost : List.of("enter 1:1", "kick 1:1", "kick 4:1", "enter 4:1"))
        {
            final String[] words = cost.split(" ", -1);
            costs.add(new Answer.Sensitivity(words[0], words[1], "1us", "2us", change, change, List.of()));
        }
        costs.add(new Answer.Sensitivity("trap", EVEN, "1us", "2us", change, estimate(Sign.NOT_SHOWN),
            List.of()));
        final Answer answer = answer("direct", List.of("policy", "pool", "order", "overcommit"),
            rows(Sign.GAIN, Sign.GAIN), List.of(), new Answer.OfCosts(costs, List.of(), List.of(), List.of()));

        final List<String> lines =
            new DirectWords(answer, VCPUS, 1, Set.of(guessed.split(" ", -1))).lines().stream()
                .filter(line -> line.startsWith("Measure first")).toList();

        assertEquals(expected == null ? List.of() : List.of("Measure first on a host: " + expected + '.'), lines);
    }

    private void direct(final Sign mean, final Sign tail)
    {
        final List<Answer.AnswerRow> rows = rows(mean, tail);
        final List<Answer.Range> ranges = new ArrayList<>();
        for (final String place : List.of(EVEN, SHORT, MOVING))
        {
            final double low = estimate(random.nextBoolean() ? Sign.GAIN : Sign.LOSS).value();
            final double high = low + estimate(Sign.GAIN).value();
            if (random.nextBoolean())
            {
                ranges.add(new Answer.Range(place, Ran.MEAN, low, high, List.of(low, high)));
            }
        }
        final List<Answer.Step> steps = new ArrayList<>();
        for (final String step : List.of("selection", "granularity"))
        {
            steps.add(new Answer.Step(step, Integer.toString(POOL), Ran.MEAN, estimate(mean)));
            if (tail != Sign.NONE)
            {
                steps.add(new Answer.Step(step, Integer.toString(POOL), Ran.P99, estimate(tail)));
            }
        }
        final Answer answer = answer("direct", List.of("policy", "pool", "order", "overcommit"), rows, steps, ranges);

        final Map<String, Integer> read = new HashMap<>();
        String place = null;
        for (final String line : new DirectWords(answer, VCPUS, 1, Set.of()).lines())
        {
            final Matcher direct = DIRECT.matcher(line);
            final Matcher step = STEPS.matcher(line);
            if (direct.matches())
            {
                place = PLACES.get(direct.group(1));
                read.merge("direct", 1, Integer::sum);
                direct(answer, direct, place);
            }
            else if (line.startsWith("  Worth for the mean response, by group: "))
            {
                read.merge("groups", 1, Integer::sum);
                groups(answer, line.substring(line.indexOf(": ") + 2, line.length() - 1), place);
            }
            else if (step.matches())
            {
                read.merge("steps", 1, Integer::sum);
                step(answer, step.group(1), "selection");
                step(answer, step.group(2), "granularity");
            }
        }
        assertEquals(Map.of("direct", 3, "groups", 3, "steps", 1), read);
    }

    /** Reads a verb and its preposition; the verb of p99 is that of the mean where p99 has none. */
    private static void direct(final Answer answer, final Matcher words, final String place)
    {
        final Answer.AnswerRow all = row(answer, "all direct", place);
        final Answer.AnswerRow none = row(answer, "none", place);
        final String text = words.group();
        size(none.figure(Ran.MEAN).value().value(), words.group(6), words.group(7), text);
        final Estimate mean = all.figure(Ran.MEAN).worth();
        final Sign sign = words.group(2) == null ? Sign.NOT_SHOWN : sign(words.group(2), words.group(5), text);
        assertEquals(sign(mean), sign, text);
        if (sign == Sign.NOT_SHOWN)
        {
            size(mean.value(), words.group(8), words.group(9), text);
        }
        else
        {
            size(Math.abs(mean.value()), words.group(3), words.group(4), text);
        }
        final Matcher tail = TAIL.matcher(words.group(10));
        assertTrue(tail.matches(), text);
        final Estimate p99 = all.figure(Ran.P99).worth();
        if (tail.group().isEmpty())
        {
            assertEquals(null, p99, text);
        }
        else if (tail.group(4) == null)
        {
            assertEquals(Sign.NOT_SHOWN, sign(p99), text);
            size(p99.value(), tail.group(5), tail.group(6), text);
        }
        else
        {
            final String verb = tail.group(1) != null ? tail.group(1) :
                words.group(2) != null ? words.group(2) : mean.value() > 0 ? "takes" : "adds";
            assertEquals(sign(p99), sign(verb, tail.group(4), text), text);
            size(Math.abs(p99.value()), tail.group(2), tail.group(3), text);
        }
        final Answer.Range range = answer.range(place, Ran.MEAN);
        assertEquals(range == null, words.group(11) == null, text);
        if (range != null)
        {
            final boolean isLoss = sign == Sign.LOSS;
            size(isLoss ? -range.high() : range.low(), words.group(11), words.group(12), text);
            size(isLoss ? -range.low() : range.high(), words.group(13), words.group(14), text);
        }
    }

    private static void groups(final Answer answer, final String text, final String place)
    {
        final String[] groups = text.split("; ", -1);
        assertEquals(2, groups.length, text);
        for (final String group : groups)
        {
            final Matcher words = GROUP.matcher(group);
            assertTrue(words.matches(), text);
            final Estimate worth = row(answer, "all direct", place).figure(words.group(1) + '.' + Ran.MEAN).worth();
            assertEquals(sign(worth) == Sign.NOT_SHOWN, words.group(2) != null, text);
            size(worth.value(), words.group(3), words.group(4), text);
        }
    }

    private static void step(final Answer answer, final String text, final String name)
    {
        final Matcher words = STEP.matcher(text);
        assertTrue(words.matches(), text);
        final Estimate mean = answer.step(name, Integer.toString(POOL), Ran.MEAN);
        final Estimate tail = answer.step(name, Integer.toString(POOL), Ran.P99);
        final int ofMean = sign(mean) == Sign.NOT_SHOWN ? 3 : 1;
        size(mean.value(), words.group(ofMean), words.group(ofMean + 1), text);
        if (tail != null)
        {
            final int ofTail = sign(tail) == Sign.NOT_SHOWN ? 7 : 5;
            size(tail.value(), words.group(ofTail), words.group(ofTail + 1), text);
        }
        assertEquals(tail == null, words.group(5) == null && words.group(7) == null, text);
    }

    @Test
    void shouldReadBackTheBestOfSomeChoices()
    {
        for (final Sign mean : Sign.values())
        {
            for (final Sign tail : Sign.values())
            {
                for (int round = 0; round < ROUNDS; round++)
                {
                    choices(mean, tail);
                }
            }
        }
    }

    private void choices(final Sign mean, final Sign tail)
    {
        final List<Answer.AnswerRow> rows = new ArrayList<>();
        rows.add(new Answer.AnswerRow(List.of("own"), row("none", 0, EVEN, Sign.NONE, Sign.NONE).figures()));
        for (final String name : List.of("a", "b", "c"))
        {
            rows.add(new Answer.AnswerRow(List.of(name), row("none", 0, EVEN, mean, tail).figures()));
        }
        final Answer answer = answer("overcommit", List.of("policy"), rows, List.of(), List.of());
        final Map<String, Sign> read = new HashMap<>();
        for (final String line : ChoiceWords.lines(answer))
        {
            final Matcher choice = CHOICE.matcher(line);
            final Matcher none = NO_CHOICE.matcher(line);
            if (choice.matches())
            {
                final String figure = choice.group(6).startsWith("the mean") ? Ran.MEAN : Ran.P99;
                final Estimate worth = best(answer, figure, choice.group(1));
                read.put(figure, sign(choice.group(2), choice.group(5), line));
                size(Math.abs(worth.value()), choice.group(3), choice.group(4), line);
                assertEquals(sign(worth) == Sign.GAIN ? "most" : "least", choice.group(9), line);
            }
            else if (none.matches())
            {
                final String figure = none.group(1).startsWith("the mean") ? Ran.MEAN : Ran.P99;
                final Estimate worth = best(answer, figure, none.group(4));
                read.put(figure, Sign.NOT_SHOWN);
                size(worth.value(), none.group(5), none.group(6), line);
            }
        }
        final Map<String, Sign> expected = new HashMap<>(Map.of(Ran.MEAN, mean, Ran.P99, tail));
        expected.values().removeIf(Sign.NONE::equals);
        assertEquals(expected, read);
    }

    /** Returns the greatest worth of a figure, which has to be that of a choice. */
    private static Estimate best(final Answer answer, final String figure, final String choice)
    {
        final Answer.AnswerRow best = answer.rows().stream().skip(1).max(Comparator.comparingDouble(
            row -> row.figure(figure).worth().value())).orElseThrow();
        assertEquals(best.labels().get(0), choice);

        return best.figure(figure).worth();
    }

    private static Answer.AnswerRow row(final Answer answer, final String policy, final String place)
    {
        return answer.rows().stream().filter(row -> row.labels().get(0).equals(policy) &&
            row.labels().get(3).equals(place)).findFirst().orElseThrow();
    }

    private static Sign sign(final Estimate worth)
    {
        return worth == null ? Sign.NONE : worth.low() > 0 ? Sign.GAIN : worth.high() < 0 ? Sign.LOSS : Sign.NOT_SHOWN;
    }

    private static Sign sign(final String verb, final String preposition, final String text)
    {
        assertEquals(verb.equals("takes") ? "off" : "to", preposition, text);

        return verb.equals("takes") ? Sign.GAIN : Sign.LOSS;
    }

    private static void size(final double ns, final String digits, final String unit, final String text)
    {
        final double factor = unit.equals("ms") ? 1e6 : unit.equals("us") ? 1e3 : 1;

        assertEquals(ns, Double.parseDouble(digits.replace(",", "")) * factor, Math.abs(ns) * 0.06, text);
    }
}
