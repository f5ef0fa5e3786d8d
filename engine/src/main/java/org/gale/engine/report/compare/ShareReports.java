package org.gale.engine.report.compare;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.document.RecordTree;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.ShareOfStorm;
import org.gale.engine.storm.result.SharesOfStorm;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.scenario.Setting;

/** Reader of the reports of shares, which refuses what are not sound parts of one storm. Pure functions. */
public final class ShareReports
{
    private static final String PART = "/host/part";

    private ShareReports()
    {
    }

    /**
     * Reads the reports of shares.
     *
     * @param files    in any order
     * @param settings that storms have
     * @throws OutcomeException if a file is not the report of a share, or they are not parts of one storm
     */
    public static SharesOfStorm read(final List<Path> files, final List<Setting<?>> settings)
    {
        final RecordTree trees = new RecordTree(settings);
        final Map<Integer, ShareOfStorm> shares = new TreeMap<>();
        final Map<Integer, Path> names = new HashMap<>();
        final ShareOfStorm first = share(files.get(0), trees);
        for (final Path file : files)
        {
            final ShareOfStorm share = file == files.get(0) ? first : share(file, trees);
            checkSame(file, share, files.get(0), first);
            final Path other = names.put(share.share().index(), file);
            if (other != null)
            {
                throw usage(
                    file + ": is share " + share.share() + ", and so is " + other + " (name each share once)");
            }
            shares.put(share.share().index(), share);
        }

        return new SharesOfStorm(List.copyOf(shares.values()), first.share().count());
    }

    private static ShareOfStorm share(final Path file, final RecordTree trees)
    {
        final ReportFile read = ReportFile.read(file);
        final ComparedReport report = read.reports().get(0);
        final JsonNode part = report.json().at(PART);
        if (read.isSeries() || part.isMissingNode())
        {
            throw usage(file + ": is not the report of a share" + (report.json().at("/host/shares").isArray() ?
                ", but a sum of some (name the reports of the shares)" : " (a whole storm has no other part)"));
        }
        final List<String> faults = Soundness.faults(report);
        if (!faults.isEmpty())
        {
            throw new OutcomeException(
                Outcome.CHECK_FAILED, file + ": is not sound: " + String.join(", ", faults));
        }
        try
        {
            final ShareOfStorm share = trees.read(part, ShareOfStorm.class);
            check(file, share, report.json());

            return share;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": " + PART + ex.getMessage(), ex);
        }
    }

    /** Refuses a part whose accounts do not add up, or are not those of its report. */
    private static void check(final Path file, final ShareOfStorm share, final JsonNode report)
    {
        checkHeat(file, share.result().history().heat());
        final StormAccounting accounting = share.result().totals().accounting();
        final Map<String, Long> figures = accounting.account().figures();
        final String own = figures.keySet().stream().filter(name -> !name.equals("rejected"))
            .map(name -> name + ' ' + figures.get(name)).collect(Collectors.joining(", "));
        final String shown = figures.keySet().stream().filter(name -> !name.equals("rejected"))
            .map(name -> name + ' ' + report.at("/accounting/" + name).asText()).collect(Collectors.joining(", "));
        if (!own.equals(shown))
        {
            throw usage(file + ": its part has " + own + ", and its report " + shown + " (one of them was changed)");
        }
        final EventAccount vms =
            accounting.vms().stream().map(StormAccounting.OfVm::account).reduce(EventAccount.NONE, EventAccount::plus);
        final EventAccount groups = share.result().totals().accountOfGroups();
        if (accounting.remainder() != 0 || vms.remainder() != 0 || groups.remainder() != 0 ||
            vms.delivered() != accounting.delivered() || groups.delivered() != accounting.delivered())
        {
            throw new OutcomeException(
                Outcome.CHECK_FAILED, file + ": is not sound: the accounts of its VMs or groups do not add up");
        }
    }

    /** Refuses a heat map whose slices have no length, or not each of the steps. */
    private static void checkHeat(final Path file, final ResponseHeat heat)
    {
        final boolean isWhole = heat.sliceNs() > 0 && heat.slices().stream().allMatch(slice ->
            slice.size() == HeatScale.STEPS && slice.stream().allMatch(count -> count != null && count >= 0));
        if (!isWhole)
        {
            throw usage(file + ": " + PART + "/result/history/heat: is no heat map of " + HeatScale.STEPS +
                " steps a slice");
        }
    }

    private static void checkSame(
        final Path file, final ShareOfStorm share, final Path firstFile, final ShareOfStorm first)
    {
        if (share.share().count() != first.share().count())
        {
            throw usage(file + ": is one of " + NumberText.counted(share.share().count(), "share") + ", and " +
                firstFile + " one of " + first.share().count());
        }
        if (!share.job().equals(first.job()))
        {
            throw usage(file + ": is a share of another storm than " + firstFile + " (their jobs differ)");
        }
        if (!share.platform().version().equals(first.platform().version()))
        {
            throw usage(file + ": is of gale " + share.platform().version() + ", and " + firstFile + " of gale " +
                first.platform().version() + " (run all shares by one version)");
        }
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
