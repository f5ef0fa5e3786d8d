package org.gale.engine.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.replay.DigestText;
import org.gale.engine.storm.result.EnginesOfStorm;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.result.Thirds;
import org.gale.engine.storm.scenario.Warmup;

import static org.gale.engine.report.ReportLine.DOT;
import static org.gale.engine.report.ReportLine.WIDTH;

/**
 * Text report of a storm, written in parts as they become known: head, result, journal, replay. No line is longer than
 * {@link ReportLine#WIDTH} unless a number or a path is.
 */
public final class StormText
{
    /** Settings of the measurement that change what is measured. */
    private static final List<Setting<?>> OF_RESPONSES =
        List.of(MeasureSettings.MAX_IN_FLIGHT, MeasureSettings.HANDLER, MeasureSettings.THREADS);

    private final PrintWriter out;
    private final AnsiColours colours;
    private final Spelling spelling;

    /** Makes a report to a stream, with or without colours, that spells settings as users write them. */
    public StormText(final PrintWriter out, final AnsiColours colours, final Spelling spelling)
    {
        this.out = out;
        this.colours = colours;
        this.spelling = spelling;
    }

    /** Writes the head: the storm to run, and the place of its journal. */
    public void head(final StormDescription description)
    {
        out.println("gale " + description.platform().version() + DOT + modelled(description) + "JDK " +
            description.platform().jdk() + DOT + NumberText.counted(description.platform().cores(), "core") + DOT +
            "seed " + description.config().value(StormSettings.SEED));
        lines("storm    ", storm(description));
        ShapeText.groups(description.config().shape()).forEach(group -> lines("group    ", group));
        final List<String> phases = ShapeText.phases(description.config().shape());
        if (!phases.isEmpty())
        {
            lines("phases   ", phases);
        }
        if (!description.config().share().isWhole())
        {
            out.println("share    " + description.config().share() + " of the storm");
        }
        if (description.settings().has(StormSettings.RAM_FILE))
        {
            out.println("memory   " + TerminalText.line(description.settings().shown(StormSettings.RAM_FILE)));
        }
        out.println("journal  " + TerminalText.line(where(description)));
        if (description.isResumed())
        {
            resumed(description.resumed());
        }
        out.println();
        out.flush();
    }

    /** Returns the words of the first line that name the costs of a storm on the virtual clock, else none. */
    private static String modelled(final StormDescription description)
    {
        return description.costs() == null ? "" : ModelText.title(description.costs()) + DOT;
    }

    /** Returns the phrases that describe a storm. */
    public static List<String> storm(final StormDescription description)
    {
        final StormConfig config = description.config();
        final HostShape shape = config.shape();
        final List<String> storm = new ArrayList<>(List.of(
            description.name() + ": " + counted(StormSettings.VMS, config) + (shape.isAlike() ?
                " \u00d7 " + counted(StormSettings.VPES, config) :
                " with " + NumberText.counted(shape.vpes(), StormSettings.VPES.unit())) + " on " +
                counted(StormSettings.PES, config),
            NumberText.counted(shape.lpis(), StormSettings.LPIS.unit()),
            NumberText.counted(shape.devices(), StormSettings.DEVICES.unit()) +
                (shape.isAlike() ? " \u00d7 " + counted(StormSettings.EVENTS, config) : "")));
        if (shape.isAlike())
        {
            storm.add(pace(config));
        }
        if (shape.hasModels())
        {
            storm.add(models(description));
        }
        final SettingValues settings = description.settings();
        Stream.concat(description.own().stream(), MachineSettings.ALL.stream()).filter(settings::has).forEach(
            own -> storm.add(own.name() + ' ' + settings.text(own)));
        OF_RESPONSES.stream().filter(settings::isOther)
            .forEach(measure -> storm.add(measure.name() + ' ' + settings.shown(measure)));

        return storm;
    }

    /** Returns the words that say which clock models of devices run on, and how they began. */
    private static String models(final StormDescription description)
    {
        if (description.costs() != null)
        {
            return "models on the virtual clock";
        }

        return "models on the wall clock" +
            (description.settings().isOther(MeasureSettings.HANDLER) ? "" : ", handlers take no time") +
            (description.isResumed() ? ", begun again after what was pending" : "");
    }

    /** Writes the accounting, the latencies, and the lag of the generator. */
    public void result(final StormDescription description, final StormResult result)
    {
        if (!result.isRateKept())
        {
            MeasurementText.wrapped(MeasurementText.pace(result)).forEach(line ->
                out.println(colours.bad(line)));
            out.println();
        }
        actions(result);
        new AccountingText(colours).lines(description, result).forEach(out::println);
        out.println();
        block(PartsText.groups(result.totals()));
        block(PartsText.phases(result.totals()));
        if (result.model() == null || result.rates().warmup().ending() != Warmup.Ending.NONE)
        {
            out.println(MeasurementText.warmup(result.rates().warmup()));
            out.println();
        }
        latency(description, result);
        out.println();
        if (result.model() != null)
        {
            ModelText.peTime(result.model()).forEach(out::println);
            SaturationText.lines(result).forEach(line -> out.println(colours.bad(line)));
        }
        StationaryText.lines(Thirds.of(result)).forEach(line -> out.println(colours.bad(line)));
        if (result.isGenerated())
        {
            final boolean isKept = result.generator().isKept();
            final long lagNs = LatencySummary.at(result.generator().lag(), LatencySummary.TAIL);
            out.println("generator lag p99 " + LatencyTable.text(lagNs) +
                (lagNs == LatencySummary.NONE ? "" : " ns") + DOT +
                colours.verdict(isKept, MeasurementText.keptUp(isKept)) + DOT +
                NumberText.count(result.generator().refused()) + " refused");
        }
        devices(result);
        if (result.model() != null)
        {
            out.println();
            lines("model    ", ModelText.counts(result.model()));
            lines("sums     ", ModelText.sums(result.model().partitions()));
        }
        ActionsText.lines(result.totals().actions()).forEach(out::println);
        MigrationsSection.lines(result.totals().actions()).forEach(out::println);
        ControlsText.lines(result.totals().controls()).forEach(out::println);
        if (result.host() != null)
        {
            host(result.host());
        }
        if (result.totals().attached() != null)
        {
            attached(result.totals().attached());
        }
        out.flush();
    }

    /** Writes what devices with models have completed, and the slowest stage. */
    private void devices(final StormResult result)
    {
        final String slowest = ModelText.slowestStage(result.latencies().stages(), result.totals().devices());
        ModelText.devices(result.totals().devices()).forEach(out::println);
        if (!result.totals().devices().isEmpty() && !slowest.isEmpty())
        {
            out.println(slowest);
        }
        ModelText.notes(result.totals().devices()).forEach(out::println);
    }

    /** Writes what the host took from the threads of the storm. */
    private void host(final HostEffects host)
    {
        final List<String> stalls = MeasurementText.stalls(host.stalls());
        if (!stalls.isEmpty())
        {
            lines("stalls   ", stalls);
        }
        MeasurementText.pinned(host).forEach(out::println);
    }

    /** Writes what was asked for between the events and not done. */
    private void actions(final StormResult result)
    {
        final List<String> missed = new ArrayList<>(ActionsText.missed(result.totals().actions()));
        missed.addAll(ActionsText.empty(result, spelling));
        missed.addAll(ControlsText.silent(result, spelling));
        missed.stream().map(MeasurementText::wrapped).flatMap(List::stream)
            .forEach(line -> out.println(colours.bad(line)));
        if (!missed.isEmpty())
        {
            out.println();
        }
    }

    private void attached(final AttachTotals attached)
    {
        final List<String> closed = new ArrayList<>();
        attached.closed().forEach((reason, count) -> closed.add(NumberText.count(count) + ' ' + reason));
        lines("attached ", List.of(
            NumberText.counted(attached.events(), "event") + " in " +
                NumberText.counted(attached.commands(), "command"),
            NumberText.count(attached.refused()) + " refused, as producers claim",
            "lanes closed: " + (closed.isEmpty() ? "none" : String.join(", ", closed))));
    }

    /** Writes the size of the journal and its state at the end. */
    public void journal(final StormDescription description, final StormResult result, final StormProof proof)
    {
        if (description.hasJournal())
        {
            final JournalTotals journal = result.journal();
            out.println("journal  " + NumberText.counted(journal.frames(), "frame") + DOT +
                NumberText.bytes(journal.bytes()) + DOT + bytesPerCommand(journal) + " B/command" + DOT +
                journalVerdict(proof));
            if (journal.beyond() > 0)
            {
                out.println("         " + NumberText.counted(journal.beyond(), "unjournaled command"));
            }
            out.flush();
        }
    }

    /** Writes what the engines of a storm did. */
    public void engines(final EnginesOfStorm engines)
    {
        out.println(EnginesSection.line(engines));
        out.flush();
    }

    /** Writes the verdict of the replay, or the live digest without one. */
    public void replay(final StormResult result, final StormProof proof)
    {
        out.println(MeasurementText.drained(result.verdict().end(proof)));
        if (proof.isReplayed())
        {
            out.println("replay   " + NumberText.rate((double)Math.round(proof.commandsPerS())) + DOT + "digest " +
                DigestText.of(proof.digest()) + DOT +
                colours.verdict(proof.extent() == StormProof.Extent.EQUAL, proof.extent().text()));
            if (proof.firstCommand() > 1)
            {
                out.println("         from the snapshot after command " + NumberText.count(proof.firstCommand() - 1) +
                    ": earlier commands were purged (" + spelling.of(StormSettings.JOURNAL_LIMIT) + ")");
            }
        }
        else if (result.verdict().failure() == null)
        {
            out.println("digest   " + DigestText.of(result.journal().runDigest()) + DOT + proof.extent().text() +
                (proof.extent() == StormProof.Extent.NOT_ASKED ? " (" + spelling.of(StormSettings.REPLAY) + ")" : ""));
        }
        out.flush();
    }

    private void resumed(final StormResumed resumed)
    {
        lines("resumed  ", List.of(
            "after command " + NumberText.count(resumed.sequence()),
            NumberText.counted(resumed.tornFrames(), "torn frame") + " dropped",
            NumberText.count(resumed.offered()) + " offered and " +
                NumberText.count(resumed.delivered()) + " delivered before"));
    }

    /** Writes lines, if there are any, and an empty one. */
    private void block(final List<String> lines)
    {
        lines.forEach(out::println);
        if (!lines.isEmpty())
        {
            out.println();
        }
    }

    private void latency(final StormDescription description, final StormResult result)
    {
        final int every = description.config().value(StormSettings.LATENCY).intValue();
        if (every == 0)
        {
            out.println("latency      not taken (" + spelling.of(StormSettings.LATENCY) + " off)");
            return;
        }
        if (result.host() != null)
        {
            MeasurementText.tail(result.host().stalls()).forEach(line -> out.println(colours.bad(line)));
        }
        final LatencyTable table = new LatencyTable(SampleText.remark(every, result));
        table.row("response", result.latencies().response());
        result.latencies().responseByRoute().forEach((route, histogram) -> table.row("  " + route, histogram));
        result.latencies().others().forEach(table::row);
        result.latencies().stages().forEach((name, histogram) -> table.row("  " + name, histogram));
        ModelText.senderWaits(result.totals().devices()).forEach(table::row);
        table.lines().forEach(out::println);
        SampleText.routes(result.latencies()).forEach(out::println);
        PartsText.latencies(result.totals(), result.latencies().delivered()).forEach(out::println);
        OutlierText.lines(description, result.latencies().outliers(), spelling).forEach(out::println);
        VmOutliers.lines(result).forEach(line -> out.println(colours.bad(line)));
    }

    private void lines(final String label, final List<String> parts)
    {
        final List<String> lines = new ArrayList<>();
        String line = label + parts.get(0);
        for (final String part : parts.subList(1, parts.size()))
        {
            if (line.length() + DOT.length() + part.length() > WIDTH)
            {
                lines.add(line);
                line = " ".repeat(label.length()) + part;
            }
            else
            {
                line += DOT + part;
            }
        }
        lines.add(line);
        lines.forEach(out::println);
    }

    private static String counted(final Setting<Long> setting, final StormConfig config)
    {
        return NumberText.counted(config.value(setting), setting.unit());
    }

    private static String pace(final StormConfig config)
    {
        final OpenStream together = config.shape().together();

        return config.shape().hasModels() ? "models" :
            config.isClosedLoop() ? new ClosedStream(config.value(StormSettings.WINDOW)).text() :
            config.shape().hasBursts() ? together.pace() + " in bursts" : together.text();
    }

    private String where(final StormDescription description)
    {
        if (!description.hasJournal())
        {
            return "none";
        }

        final String place = !description.temporary() ? description.journal() :
            "temporary directory " + description.journal() +
            " (" + spelling.of(StormSettings.JOURNAL) + " DIR keeps it)";

        return description.costs() != null ? place :
            description.settings().shown(StormSettings.DURABILITY) + DOT + place;
    }

    private static String bytesPerCommand(final JournalTotals journal)
    {
        return String.format(Locale.ROOT, "%.1f", (double)journal.bytes() / Math.max(1, journal.commands()));
    }

    private String journalVerdict(final StormProof proof)
    {
        if (proof.extent() == StormProof.Extent.DAMAGED)
        {
            return colours.bad("damaged");
        }

        return proof.isVerified() ? colours.good("sealed and verified") : "sealed";
    }
}
