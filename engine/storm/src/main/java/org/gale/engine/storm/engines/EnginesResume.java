package org.gale.engine.storm.engines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/** Planner of the resumption of a storm of several engines. Nothing is changed before it is found to be possible. */
public final class EnginesResume
{
    private EnginesResume()
    {
    }

    /**
     * Refuses the journal of one engine alone.
     *
     * @throws OutcomeException if there are others
     */
    public static void checkWhole(final Path journal, final Spelling spelling)
    {
        final Path around = EnginesDirectory.around(journal);
        if (around != null)
        {
            throw new OutcomeException(Outcome.USAGE, spelling.of(StormSettings.RESUME) + ' ' + journal +
                ": is one engine of a storm, and all go on together: " +
                spelling.storm(StormSettings.RESUME, journal.getParent()));
        }
    }

    /**
     * Plans the resumption of the storm in a directory.
     *
     * @param jobs     plans each engine
     * @param given    settings that the user chose, the directory among them
     * @param spelling of settings in messages
     * @throws OutcomeException if it cannot be resumed
     */
    public static EnginesPlan of(final JobPlanner jobs, final SettingValues given, final Spelling spelling)
    {
        final EnginesDirectory directory = EnginesDirectory.read(given.get(StormSettings.RESUME));
        final String place = spelling.of(StormSettings.RESUME) + ' ' + directory.directory() + ": ";
        final Long engines = given.get(MeasureSettings.ENGINES);
        if (engines != null && engines != directory.engines())
        {
            throw new OutcomeException(Outcome.USAGE, spelling.of(MeasureSettings.ENGINES) + ": " +
                (engines == 0 ? "all" : engines) + " contradicts " + directory.directory() + ", which was begun with " +
                directory.engines() + " (leave it out)");
        }
        if (given.has(MeasureSettings.SHARE))
        {
            throw new OutcomeException(Outcome.USAGE, spelling.of(MeasureSettings.SHARE) + ": '" +
                given.get(MeasureSettings.SHARE) + "' is the journals' (leave it out)");
        }
        directory.checkEvidence(place, spelling);
        final List<RunConfiguration> configurations =
            directory.journals().stream().map(EnginesDirectory::configuration).toList();
        final StormPlan whole = jobs.resumedWhole(
            configurations.get(0), directory.file().share(), given, spelling);
        final List<Share> shares = configurations.stream().map(StormShare::of).toList();
        final EnginesPlan plan = new EnginesPlan(whole, whole, shares, "", List.of());
        final List<StormPlan> parts = new ArrayList<>();
        for (int i = 0; i < directory.engines(); i++)
        {
            parts.add(jobs.plan(plan.settings(i, directory.directory(), given), spelling));
        }

        return new EnginesPlan(whole, whole, shares, "", parts);
    }
}
