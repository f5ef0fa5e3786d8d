package org.gale.engine.storm.costs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostFile;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Costs that follow from the texts of some measurements of one host. */
public final class ImportedCosts
{
    private final CostModel base;
    private final String option;
    private final String preferred;
    private final List<String> texts = new ArrayList<>();
    private final Map<Cost, MeasuredCost> costs = new EnumMap<>(Cost.class);
    private final Map<Cost, String> files = new EnumMap<>(Cost.class);
    private final Map<String, MeasuredText> read = new HashMap<>();

    /**
     * Makes costs without a text.
     *
     * @param base      of which what was not measured is taken
     * @param option    by which a user prefers a file, for messages
     * @param preferred file that wins where two give one cost; null for none
     */
    public ImportedCosts(final CostModel base, final String option, final String preferred)
    {
        this.base = base;
        this.option = option;
        this.preferred = preferred;
    }

    /**
     * Adds the costs of a text.
     *
     * @param file  by which the user names it
     * @param lines of the text
     * @throws JobException if it is of no known program, contradicts itself, or gives a cost that another file gives
     */
    public void add(final String file, final List<String> lines)
    {
        final MeasuredText text = MeasuredReader.read(file, lines);
        texts.add(file);
        read.put(file, text);
        for (final MeasuredCost cost : text.costs(base))
        {
            final String before = files.get(cost.cost());
            if (before != null && !before.equals(preferred) && !file.equals(preferred))
            {
                throw new JobException(cost.place(), cost.cost().label() + " is given by " + before + ", too (" +
                    option + ' ' + file + " takes this one)");
            }
            if (before == null || file.equals(preferred))
            {
                costs.put(cost.cost(), cost);
                files.put(cost.cost(), file);
            }
        }
    }

    /**
     * Ends the import. A kick is what an IPI leaves beside an injection, of which some text may have the time.
     *
     * @throws JobException if no cost follows from the texts, or nothing is left of a kick
     */
    public void end()
    {
        if (costs.isEmpty())
        {
            throw new JobException(Place.ofOption(texts.get(0)),
                "no cost follows from it (costs.md lists the figures that are read)");
        }
        if (costs.containsKey(Cost.INJECT) && costs.containsKey(Cost.KICK))
        {
            read.get(files.get(Cost.KICK)).costs(base.with(Cost.INJECT, costs.get(Cost.INJECT).time())).stream()
                .filter(cost -> cost.cost() == Cost.KICK).forEach(cost -> costs.put(Cost.KICK, cost));
        }
    }

    /** Returns the costs with their formulas, and those that stay assumed, for a person. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        lines.add("imported " + NumberText.counted(costs.size(), "cost") + " of " +
            NumberText.counted(texts.size(), "text"));
        costs.forEach((cost, measured) -> lines.add(String.format(Locale.ROOT, "  %-10s %10s  %s, %s", cost.label(),
            measured.time() instanceof Distribution.Constant constant ?
            MeasuredCost.text((double)constant.ns()) : "list",
            measured.formula(), source(cost))));
        lines.add("  assumed    " + assumed());

        return lines;
    }

    private String assumed()
    {
        final List<String> others = new ArrayList<>();
        for (final Cost cost : Cost.values())
        {
            if (!costs.containsKey(cost) && !cost.isOfFunctions() && !cost.isOfMigrations() &&
                !cost.isOfMoves())
            {
                others.add(cost.label());
            }
        }

        return String.join(", ", others) + " (of the base)";
    }

    private String source(final Cost cost)
    {
        final Path file = Path.of(files.get(cost)).getFileName();

        return read.get(files.get(cost)).program() + ' ' + (file == null ? files.get(cost) : file);
    }

    /** Returns the file of costs. */
    public String yaml()
    {
        final StringBuilder yaml = new StringBuilder();
        yaml.append("# Made by gale import costs of ").append(TerminalText.line(String.join(", ", texts)))
            .append("\n# Not measured, and as the base has it: ").append(assumed().replace(" (of the base)", ""))
            .append('\n').append(CostFile.COSTS).append(":\n");
        costs.forEach((cost, measured) -> yaml.append("  ").append(cost.label()).append(": ")
            .append(measured.time().text()).append('\n'));
        yaml.append(CostFile.SOURCE).append(":\n");
        costs.forEach((cost, measured) -> yaml.append("  ").append(cost.label()).append(": '").append(
            TerminalText.line(measured.formula() + ", " + source(cost)).replace("'", "''")).append("'\n"));

        return yaml.toString();
    }
}
