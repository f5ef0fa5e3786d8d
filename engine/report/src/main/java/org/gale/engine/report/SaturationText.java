package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormResult;

/** Lines about groups of VMs that a modelled host cannot keep up with, or hardly so. Pure functions. */
final class SaturationText
{
    private SaturationText()
    {
    }

    /** Returns a line for each such group; none for groups with capacity left, or too few deliveries for a verdict. */
    public static List<String> lines(final StormResult result)
    {
        final List<String> lines = new ArrayList<>();
        final Modelled model = result.model();
        for (int i = 0; model != null && i < model.loads().size(); i++)
        {
            final Part group = result.totals().groups().get(i);
            final Load load = model.loads().get(i);
            final Load.LoadVerdict verdict = load.verdict(group.account().delivered());
            if (verdict != null && verdict != Load.LoadVerdict.BELOW)
            {
                lines.add(group.name() + ' ' + verdict.label() + ": " + evidence(verdict, load));
            }
        }

        return lines;
    }

    private static String evidence(final Load.LoadVerdict verdict, final Load load)
    {
        final String left = String.format(Locale.ROOT, "%.1f %% of a PE is left", load.leftPpm() / 1e4);

        return verdict != Load.LoadVerdict.OVERLOADED ? left : left + ", " +
            NumberText.counted(load.backlog().get(Load.PARTS - 1), "event") + " waited at the end";
    }
}
