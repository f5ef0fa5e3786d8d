package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormControls;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/** Lines about the negative controls of a storm. Pure functions. */
public final class ControlsText
{
    private ControlsText()
    {
    }

    /**
     * Returns a line for each deliberate mistake, how often it acted, and a line for each group of devices with
     * interrupts that found nothing to do.
     */
    public static List<String> lines(final StormControls controls)
    {
        final List<String> lines = new ArrayList<>(controls.each().stream().map(control -> "control  " +
            control.name() + ": acted " + NumberText.counted(control.acted(), "time")).toList());
        if (controls.spurious() != null)
        {
            controls.spurious().forEach((place, count) -> lines.add("spurious " + place + ": " +
                NumberText.counted(count, "interrupt") + " found nothing to do, and nothing is lost"));
        }

        return lines;
    }

    /** Returns a sentence for each mistake that never acted, so that the storm shows nothing; none if it failed. */
    public static List<String> silent(final StormResult result, final Spelling spelling)
    {
        return result.verdict().failure() != null ? List.of() :
            result.totals().controls().silent().stream().map(control -> sentence(control, spelling)).toList();
    }

    private static String sentence(final StormControl control, final Spelling spelling)
    {
        return "the mistake never acted: " + control.idle() + " (" + control.name() + "), try " +
            spelling.of(control.tried()) + '=' + control.trial() + " or a larger " + spelling.of(StormSettings.COUNT);
    }
}
