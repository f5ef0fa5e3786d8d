package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.gale.engine.storm.scenario.TreeText;

/**
 * Laws of the plan of a sweep: its runs are those that its file says, by number, order, values and seed. The laws count
 * the runs from the text of the file, like the hands of a clock, the last parameter fastest. Used once.
 */
public final class PlanLaws
{
    private static final int FAULT_LIMIT = 3;
    private static final double ROUNDED = 0.5;
    private static final double ERROR = 1e-9;
    /** Error of six digits. */
    private static final double ERROR_OF_DIGITS = 6e-6;
    private static final String STEPS = "steps";

    private final JsonNode file;
    private final SweepPlan plan;
    private final List<JsonNode> excepts = new ArrayList<>();
    private final List<List<List<Value>>> parameters = new ArrayList<>();
    private final List<Long> seeds = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private PlanLaws(final JsonNode file, final SweepPlan plan)
    {
        this.file = file;
        this.plan = plan;
    }

    /**
     * Value of a key.
     *
     * @param text    as the file has it; null of a range
     * @param number  of a range
     * @param error   of the number
     * @param excepts exceptions that name it, by their numbers
     */
    private record Value(String key, String text, double number, double error, BitSet excepts)
    {
        boolean is(final String other)
        {
            if (text != null)
            {
                return plain(other).equals(text);
            }
            final BigDecimal value = SweptNumber.of(other);

            return value != null && Math.abs(value.doubleValue() - number) <= error;
        }

        String shown()
        {
            return key + '=' + (text == null ? String.valueOf(number) : text);
        }
    }

    /**
     * Checks a plan.
     *
     * @throws OutcomeException if it breaks a law, with the first runs that do
     */
    public static void check(final SweepPlan plan)
    {
        check(file(plan.sweep()), plan);
    }

    static void check(final JsonNode file, final SweepPlan plan)
    {
        final List<String> faults = faults(file, plan);
        if (!faults.isEmpty())
        {
            throw new OutcomeException(
                Outcome.INVARIANT_BROKEN, SoundResult.message("plan of the sweep", String.join("; ", faults)));
        }
    }

    /** Returns the values of the file of a sweep. */
    static JsonNode file(final Sweep sweep)
    {
        return DocumentReader.tree(sweep.name(), TreeText.json(sweep.tree()));
    }

    /** Returns the first laws that a plan breaks, each with what the file says. */
    static List<String> faults(final JsonNode file, final SweepPlan plan)
    {
        final PlanLaws laws = new PlanLaws(file, plan);
        laws.read();
        laws.runs();
        laws.ends();

        return List.copyOf(laws.faults);
    }

    private void read()
    {
        file.path("except").forEach(excepts::add);
        file.properties().forEach(field ->
        {
            if (field.getKey().equals("vary"))
            {
                field.getValue().properties().forEach(key ->
                    parameters.add(values(key.getKey(), key.getValue()).stream().map(List::of).toList()));
            }
            else if (field.getKey().equals("zip"))
            {
                field.getValue().forEach(this::joined);
            }
        });
        final JsonNode given = file.path("seeds");
        given.forEach(seed -> seeds.add(Long.parseLong(seed.asText())));
        if (given.isTextual())
        {
            final String[] ends = given.asText().split("-", -1);
            final long last = Long.parseLong(ends[ends.length - 1]);
            for (long seed = ends.length == 1 ? 1 : Long.parseLong(ends[0]); seed <= last; seed++)
            {
                seeds.add(seed);
            }
        }
    }

    /** Adds keys whose lists are joined, row by row. */
    private void joined(final JsonNode map)
    {
        final List<List<Value>> rows = new ArrayList<>();
        map.properties().forEach(key ->
        {
            final List<Value> values = values(key.getKey(), key.getValue());
            for (int row = 0; row < values.size(); row++)
            {
                if (row == rows.size())
                {
                    rows.add(new ArrayList<>());
                }
                rows.get(row).add(values.get(row));
            }
        });
        parameters.add(rows);
    }

    private List<Value> values(final String key, final JsonNode node)
    {
        final List<Value> values = new ArrayList<>();
        if (node.isArray())
        {
            node.forEach(value -> values.add(excepted(
                new Value(key, plain(value.isTextual() ? value.asText() : value.toString()), 0, 0, new BitSet()))));

            return values;
        }
        final BigDecimal from = SweptNumber.of(node.path("from").asText());
        final BigDecimal to = SweptNumber.of(node.path("to").asText());
        final int last = Integer.parseInt(node.path(STEPS).asText()) - 1;
        final double low = from.doubleValue();
        final double high = to.doubleValue();
        final boolean isWhole = SweptNumber.isWhole(from) && SweptNumber.isWhole(to);
        for (int step = 0; step <= last; step++)
        {
            final double number = node.path("scale").asText().equals("log") ?
                low * Math.pow(high / low, (double)step / last) : (low * (last - step) + high * step) / last;
            final double error = isWhole ? ROUNDED + number * ERROR : number * ERROR_OF_DIGITS;
            values.add(excepted(new Value(key, null, number, error, new BitSet())));
        }

        return values;
    }

    /** Returns a value, with the exceptions that name it. */
    private Value excepted(final Value value)
    {
        for (int i = 0; i < excepts.size(); i++)
        {
            final JsonNode named = excepts.get(i).path(value.key);
            value.excepts.set(i, !named.isMissingNode() &&
                value.is(named.isTextual() ? named.asText() : named.toString()));
        }

        return value;
    }

    /** Returns a text without what flow style and JSON write in other ways. */
    private static String plain(final String text)
    {
        return text.replace(" ", "").replace("\"", "").replace("\\", "");
    }

    private void runs()
    {
        final int[] hands = new int[parameters.size()];
        final int ofPoint = Math.max(1, seeds.size());
        int number = 0;
        int point = 0;
        for (boolean hasNext = true; hasNext; hasNext = advance(hands))
        {
            final List<Value> values = new ArrayList<>();
            for (int i = 0; i < hands.length; i++)
            {
                values.addAll(parameters.get(i).get(hands[i]));
            }
            for (int i = 0; i < ofPoint && !isExcepted(values); i++)
            {
                if (number < plan.runs() && faults.size() < FAULT_LIMIT)
                {
                    run(plan.run(number), new int[]{number, point}, values, seeds.isEmpty() ? null : seeds.get(i));
                }
                number++;
                point += i == ofPoint - 1 ? 1 : 0;
            }
        }
        if (number != plan.runs() || point != plan.points())
        {
            faults.add("it has " + plan.points() + " points and " + plan.runs() + " runs, and by its file " + point +
                " and " + number);
        }
    }

    /** Moves the last hand, and the one before it where it begins anew; returns false where all do. */
    private boolean advance(final int[] hands)
    {
        for (int i = hands.length - 1; i >= 0; i--)
        {
            hands[i]++;
            if (hands[i] < parameters.get(i).size())
            {
                return true;
            }
            hands[i] = 0;
        }

        return false;
    }

    private boolean isExcepted(final List<Value> values)
    {
        for (int i = 0; i < excepts.size(); i++)
        {
            int named = 0;
            for (final Value value : values)
            {
                named += value.excepts.get(i) ? 1 : 0;
            }
            if (named == excepts.get(i).size())
            {
                return true;
            }
        }

        return false;
    }

    private void run(final SweepRun run, final int[] numbers, final List<Value> values, final Long seed)
    {
        boolean isEqual = run.number() == numbers[0] && run.point() == numbers[1] &&
            String.valueOf(run.seed()).equals(String.valueOf(seed)) && run.values().size() == values.size();
        final Iterator<Map.Entry<String, String>> own = run.values().entrySet().iterator();
        for (int i = 0; i < values.size() && isEqual; i++)
        {
            final Map.Entry<String, String> entry = own.next();
            isEqual = entry.getKey().equals(values.get(i).key) && values.get(i).is(entry.getValue());
        }
        if (!isEqual)
        {
            faults.add("run " + run.number() + " of point " + run.point() + " is " + run.text() +
                ", and by its file run " + numbers[0] + " of point " + numbers[1] + " is " +
                String.join(" ", values.stream().map(Value::shown).toList()) + (seed == null ? "" : " seed=" + seed));
        }
    }

    /** Checks the ends of a search, which are its first two values. */
    private void ends()
    {
        file.path("search").properties().forEach(field ->
        {
            if (!field.getKey().equals("until"))
            {
                final String[] ends = field.getValue().asText().split("-", -1);
                final List<String> planned = plan.sweep().search().ends();
                for (int i = 0; i < ends.length; i++)
                {
                    final double end = SweptNumber.of(ends[i].strip()).doubleValue();
                    final BigDecimal own = SweptNumber.of(planned.get(i));
                    if (own == null || Math.abs(own.doubleValue() - end) > ERROR_OF_DIGITS * end)
                    {
                        faults.add("an end of the search for " + field.getKey() + " is " + planned.get(i) +
                            ", and by its file " + ends[i].strip());
                    }
                }
            }
        });
    }
}
