package org.gale.engine.report.verdict;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NumberText;

/**
 * Change of figures from a baseline.
 *
 * @param inputs  that differ, in words
 * @param figures that moved
 * @param stages  whose exact sums moved, in words
 */
public record GateChange(List<String> inputs, List<Moved> figures, List<String> stages)
{
    private static final double HUNDRED = 100;
    private static final int HASH_SHOWN = 15;
    private static final String DIGEST = "digest";
    private static final String UNNAMED = "  a figure without a name (gale compare of two reports shows it)";

    /**
     * Figure that moved.
     *
     * @param before    value of the baseline; null if it lacks the figure
     * @param after     value now; null if the run lacks the figure
     * @param isAllowed true if a person accepts the change
     */
    public record Moved(String figure, BigDecimal before, BigDecimal after, boolean isAllowed)
    {
        /** Returns the change in percent as a text, or a dash where there is none. */
        public String changeText()
        {
            return Double.isNaN(percent()) ? "-" : String.format(Locale.ROOT, "%+.3f %%", percent());
        }

        private double percent()
        {
            return before == null || after == null || before.signum() == 0 ? Double.NaN :
                HUNDRED * after.subtract(before).doubleValue() / Math.abs(before.doubleValue());
        }

        private boolean fulfils(final Condition condition)
        {
            final double judged = condition.isChange() ? percent() : after == null ? Double.NaN : after.doubleValue();

            return !Double.isNaN(judged) && condition.holds(judged);
        }
    }

    /**
     * Compares figures with their baseline.
     *
     * @param allowed conditions by which a person accepts changes; all of those that name a figure have to hold
     */
    public static GateChange of(final Baseline before, final Baseline after, final List<Condition> allowed)
    {
        final List<Moved> moved = new ArrayList<>();
        final Set<String> names = new LinkedHashSet<>(before.figures().keySet());
        if (before.gale().equals(after.gale()))
        {
            names.addAll(after.figures().keySet());                 // another version may have figures of its own
        }
        for (final String name : names)
        {
            final BigDecimal old = before.figures().get(name);
            final BigDecimal now = after.figures().get(name);
            if (!isSame(old, now))
            {
                moved.add(judged(new Moved(name, old, now, false), allowed));
            }
        }
        if (moved.isEmpty() && !before.digest().equals(after.digest()))
        {
            moved.add(new Moved(DIGEST, null, null, false));
        }

        return new GateChange(inputs(before, after), moved, stages(before, after));
    }

    private static boolean isSame(final BigDecimal one, final BigDecimal other)
    {
        return one == null ? other == null : other != null && one.compareTo(other) == 0;
    }

    private static Moved judged(final Moved moved, final List<Condition> allowed)
    {
        final List<Condition> own =
            allowed.stream().filter(condition -> condition.metric().equals(moved.figure())).toList();

        return own.isEmpty() || !own.stream().allMatch(moved::fulfils) ? moved :
            new Moved(moved.figure(), moved.before(), moved.after(), true);
    }

    private static List<String> inputs(final Baseline before, final Baseline after)
    {
        final List<String> inputs = new ArrayList<>();
        differ(inputs, "gale", before.gale(), after.gale());
        differ(inputs, "model", Integer.toString(before.model()), Integer.toString(after.model()));
        final Set<String> names = new LinkedHashSet<>(before.hashes().keySet());
        names.addAll(after.hashes().keySet());
        names.forEach(name -> differ(inputs, name, before.hashes().get(name), after.hashes().get(name)));

        return inputs;
    }

    private static void differ(final List<String> inputs, final String name, final String before, final String after)
    {
        if (!Objects.equals(before, after))
        {
            inputs.add(name + ": " + shown(before) + " / " + shown(after));
        }
    }

    private static String shown(final String value)
    {
        return value == null ? "none" : value.startsWith("sha256:") && value.length() > HASH_SHOWN ?
            value.substring(0, HASH_SHOWN) : value;
    }

    private static List<String> stages(final Baseline before, final Baseline after)
    {
        final List<String> stages = new ArrayList<>();
        final Set<String> names = new LinkedHashSet<>(before.stages().keySet());
        names.addAll(after.stages().keySet());
        for (final String name : names)
        {
            final BigDecimal change = after.stages().getOrDefault(name, BigDecimal.ZERO)
                .subtract(before.stages().getOrDefault(name, BigDecimal.ZERO));
            if (change.signum() != 0)
            {
                stages.add(name + ' ' + (change.signum() > 0 ? "+" : "") + NumberText.count(change.longValue()) +
                    " ns");
            }
        }

        return stages;
    }

    /** Returns whether nothing moved but what a person accepts. */
    public boolean isAccepted()
    {
        return figures.stream().allMatch(Moved::isAllowed);
    }

    /** Returns the lines that name inputs, figures and stages. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        inputs.forEach(input -> lines.add("  differs  " + input));
        final int width = figures.stream().mapToInt(moved -> moved.figure().length()).reduce(20, Math::max);
        if (!figures.isEmpty())
        {
            lines.add(String.format(Locale.ROOT, "  %-" + width + "s%19s%19s%14s", "figure", "old", "new", "change"));
        }
        figures.forEach(moved -> lines.add(String.format(Locale.ROOT, "  %-" + width + "s%19s%19s%14s%s",
            moved.figure(), text(moved.before()), text(moved.after()), moved.changeText(),
            moved.isAllowed() ? "  allowed" : moved.figure().equals(DIGEST) ? UNNAMED : "")));
        if (!stages.isEmpty())
        {
            lines.add("  stages   " + String.join(", ", stages));
        }

        return lines;
    }

    /** Returns a value as tables show it. */
    static String text(final BigDecimal value)
    {
        return value == null ? "-" : value.scale() <= 0 ? NumberText.count(value.longValue()) : value.toPlainString();
    }
}
