package org.gale.engine.report.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.RecordTree;
import org.gale.engine.storm.result.Asked;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.ResultBooks;
import org.gale.engine.storm.result.ShareOfStorm;
import org.gale.engine.storm.result.SharesOfStorm;
import org.gale.engine.storm.result.Soundness;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Share;

/** Reader of the reports of shares, which refuses what are not sound parts of one storm. Used by one thread. */
public final class ShareReports
{
    private static final String PART = "/host/part";

    private static final int SHOWN = 3;

    private final RecordTree trees;
    private final BiFunction<String, Share, Asked> asked;

    private ShareReports(final RecordTree trees, final BiFunction<String, Share, Asked> asked)
    {
        this.trees = trees;
        this.asked = asked;
    }

    /**
     * Reads the reports of shares.
     *
     * @param files    in any order
     * @param settings that storms have
     * @param asked    tells by the job of a storm what was asked of a share
     * @throws OutcomeException if a file is not the report of a share, contradicts itself, or they are not parts of one
     *                          storm
     */
    public static SharesOfStorm read(
        final List<Path> files, final List<Setting<?>> settings, final BiFunction<String, Share, Asked> asked)
    {
        final ShareReports reports = new ShareReports(new RecordTree(settings), asked);
        final Map<Integer, ShareOfStorm> shares = new TreeMap<>();
        final Map<Integer, Path> names = new HashMap<>();
        final ShareOfStorm first = reports.share(files.get(0));
        for (final Path file : files)
        {
            final ShareOfStorm share = file == files.get(0) ? first : reports.share(file);
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

    private ShareOfStorm share(final Path file)
    {
        final ReportFile read = ReportFile.read(file);
        final ComparedReport report = read.reports().get(0);
        final JsonNode part = report.json().at(PART);
        if (read.isSeries() || part.isMissingNode())
        {
            throw usage(file + ": is not the report of a share" + (report.json().at("/host/shares").isArray() ?
                ", but a sum of some (name the reports of the shares)" : " (a whole storm has no other part)"));
        }
        final List<String> faults = ReportSoundness.faults(report);
        if (!faults.isEmpty())
        {
            throw new OutcomeException(
                Outcome.CHECK_FAILED, file + ": is not sound: " + String.join(", ", faults));
        }
        ReportSoundness.check(report);
        final ShareOfStorm share;
        try
        {
            share = trees.read(part, ShareOfStorm.class);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": " + PART + ex.getMessage(), ex);
        }
        check(file, share, report.json());

        return share;
    }

    /** Refuses a part that contradicts itself, the job of its storm, or its report. */
    private void check(final Path file, final ShareOfStorm share, final JsonNode report)
    {
        final List<String> broken = new ArrayList<>();
        try
        {
            broken.addAll(lists(share.result()));
            broken.addAll(broken.isEmpty() ? Soundness.faults(ResultBooks.ofShare(
                share, asked.apply(share.job(), share.share()))) : List.of());
            broken.addAll(broken.isEmpty() ? others(share, report) : List.of());
        }
        catch (final ArithmeticException ex)
        {
            broken.add("it has counters beyond all limits");
        }
        if (!broken.isEmpty())
        {
            throw usage(file + ": contradicts itself: " +
                String.join("; ", broken.subList(0, Math.min(SHOWN, broken.size()))) + " (run the share again)");
        }
    }

    /** Returns the lists of a result that have another number of elements than its groups or VMs. */
    private static List<String> lists(final StormResult result)
    {
        final List<String> broken = new ArrayList<>();
        final long groups = result.totals().groups().stream().filter(group -> group.vms() > 0).count();
        final long vms = result.totals().groups().stream().mapToLong(Part::vms).sum();
        final int devices = result.totals().devices().size();
        final boolean hasModels = result.totals().groups().stream().anyMatch(group -> group.request() != null);
        size(broken, "/totals/devices", devices, hasModels || devices > 0 ? groups : 0);
        size(broken, "/totals/sent/groups", result.totals().sent().groups().size(), groups);
        size(broken, "/latencies/response_by_vm", result.latencies().responseByVm().size(), vms);
        size(broken, "/latencies/delivered/by_group", result.latencies().delivered().byGroup().size(), groups);
        if (result.model() != null)
        {
            size(broken, "/model/loads", result.model().loads().size(), groups);
        }
        heat(broken, result.history().heat());

        return broken;
    }

    private static void size(final List<String> broken, final String list, final long size, final long due)
    {
        if (size != due)
        {
            broken.add(PART + "/result" + list + " has " + NumberText.counted(size, "element") + ", and " +
                due + " are due");
        }
    }

    /** Returns the values of a report that are not those which its part gives. */
    private static List<String> others(final ShareOfStorm share, final JsonNode report)
    {
        final List<String> others = new ArrayList<>();
        if (!report.at("/host/share").asText().equals(share.share().text()))
        {
            others.add("/host/share is " + report.at("/host/share").asText() + ", and " + PART + "/share is " +
                share.share().text());
        }
        final JsonNode given = DocumentReader.tree(PART, StormJson.tree(share.result(), share.proof()).toString());
        for (final Map.Entry<String, JsonNode> section : given.properties())
        {
            differ(others, '/' + section.getKey(), report.path(section.getKey()), section.getValue());
        }

        return others;
    }

    /** Adds the first place at which a report has another value than its part gives. */
    private static void differ(
        final List<String> others, final String place, final JsonNode shown, final JsonNode given)
    {
        final boolean isSame = (shown.isNumber() && given.isNumber()) ?
            shown.decimalValue().compareTo(given.decimalValue()) == 0 : shown.equals(given);
        if (isSame || (isNone(shown) && isNone(given)) || shown.isMissingNode() || !others.isEmpty())
        {
            return;
        }
        if (shown.isObject() && given.isObject())
        {
            final Set<String> names = new LinkedHashSet<>();
            given.fieldNames().forEachRemaining(names::add);
            shown.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> differ(others, place + '/' + name, shown.path(name), given.path(name)));
        }
        else if (shown.isArray() && given.isArray() && shown.size() == given.size())
        {
            for (int i = 0; i < given.size(); i++)
            {
                differ(others, place + '/' + i, shown.get(i), given.get(i));
            }
        }
        else
        {
            others.add(place + " is " + TerminalText.line(shown.toString()) + ", and " + PART + "/result gives " +
                TerminalText.line(given.toString()));
        }
    }

    private static boolean isNone(final JsonNode value)
    {
        return value.isMissingNode() || value.isNull();
    }

    /** Adds a heat map whose slices have no length, or not each of the steps. */
    private static void heat(final List<String> broken, final ResponseHeat heat)
    {
        if (heat.sliceNs() <= 0 || !heat.slices().stream().allMatch(slice -> slice.size() == HeatScale.STEPS &&
            slice.stream().allMatch(count -> count != null && count >= 0)))
        {
            broken.add(PART + "/result/history/heat is no heat map of " + HeatScale.STEPS + " steps a slice");
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
        final Map<String, Integer> lists = sizes(share.result());
        final Map<String, Integer> due = sizes(first.result());
        for (final Map.Entry<String, Integer> list : due.entrySet())
        {
            if (!list.getValue().equals(lists.get(list.getKey())))
            {
                throw usage(file + ": " + PART + "/result" + list.getKey() + " has " + NumberText.counted(
                    lists.getOrDefault(list.getKey(), 0), "element") + ", and " + firstFile + " has " +
                    list.getValue() + " (run the share again)");
            }
        }
        if (!share.platform().version().equals(first.platform().version()))
        {
            throw usage(file + ": was written by gale " + share.platform().version() + ", and " + firstFile +
                " by gale " + first.platform().version() + " (run all shares by one version)");
        }
    }

    /** Returns the numbers of elements of lists that are added one by one: all shares of a storm have the same. */
    private static Map<String, Integer> sizes(final StormResult result)
    {
        final Map<String, Integer> sizes = new TreeMap<>();
        sizes.put("/totals/actions/kinds", result.totals().actions().kinds().size());
        for (int i = 0; result.model() != null && i < result.model().loads().size(); i++)
        {
            sizes.put("/model/loads/" + i + "/open", result.model().loads().get(i).open().size());
        }

        return sizes;
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
