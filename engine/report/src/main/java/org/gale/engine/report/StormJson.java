package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.gale.engine.json.JsonText;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.report.document.Controls;
import org.gale.engine.report.document.DocumentAccounts;
import org.gale.engine.report.document.DocumentExit;
import org.gale.engine.report.document.DocumentInterval;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.report.document.Ending;
import org.gale.engine.report.document.Head;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.report.document.VmName;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.ModelledPartitions;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormControls;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.scenario.StormSettings;

import static org.gale.engine.report.JsonFigure.decimal;
import static org.gale.engine.report.JsonFigure.digest;

/**
 * JSON report of a storm: the sections of its document are made of those of its result. Digests are 16 hexadecimal
 * digits. Rates are rounded to whole numbers, as in the text.
 */
public final class StormJson
{
    private static final String NONE = "none";
    private static final int SHARE_DIGITS = 4;

    private StormJson()
    {
    }

    /** Writes a report and a line feed. The writer is flushed, not closed. */
    public static void write(final StormReport report, final Writer writer) throws IOException
    {
        write(report, null, writer);
    }

    /**
     * Writes a report of one of several runs.
     *
     * @param varied values that are its own, by their keys; null for none
     */
    static void write(final StormReport report, final Map<String, String> varied, final Writer writer)
        throws IOException
    {
        final StormDocument document = document(report, varied);
        JsonText.indented(writer, document.head().modelled() != null, json -> DocumentWriter.fields(json, document));
    }

    /** Returns the values of a report. */
    public static JsonNode tree(final StormReport report)
    {
        return JsonText.tree(json -> DocumentWriter.fields(json, document(report)));
    }

    /** Returns the document of a report. */
    public static StormDocument document(final StormReport report)
    {
        return document(report, null);
    }

    /** Returns the configuration of a storm as its report has it. */
    public static JsonNode config(final StormDescription description)
    {
        return JsonText.tree(
            json -> DocumentWriter.fields(json, ConfigSection.of(description, description.costs() != null)));
    }

    private static StormDocument document(final StormReport report, final Map<String, String> varied)
    {
        final StormDescription description = report.description();
        final StormResult result = report.result();
        final Modelled model = result.model();
        final boolean isOfWall = model == null;

        return new StormDocument(
            new Head(isOfWall ? null : model.costs(), varied, StormDocument.SCHEMA,
                description.config().value(StormSettings.SEED)),
            ConfigSection.of(description, !isOfWall),
            run(result, report.proof()),
            accounting(result),
            MeasurementSection.of(result),
            LatencySection.of(result),
            sources(result),
            parts(result),
            new Ending(isOfWall ? null : digest(model.partitions().digest()), LatencySection.intervals(result),
                result.history().dropped(), HeatSection.of(result.history().heat()), HostSection.failure(report),
                new DocumentExit(report.outcome().exitCode()), HostSection.of(report)));
    }

    /** Returns the values of a document that follow from a result and its proof alone. */
    public static JsonNode tree(final StormResult result, final StormProof proof)
    {
        return JsonText.tree(json ->
        {
            DocumentWriter.fields(json, run(result, proof));
            DocumentWriter.fields(json, new OfResult(accounting(result), LatencySection.of(result),
                LatencySection.intervals(result), result.history().dropped(),
                HeatSection.of(result.history().heat())));
            DocumentWriter.fields(json, MeasurementSection.of(result));
            DocumentWriter.fields(json, sources(result));
            DocumentWriter.fields(json, parts(result));
        });
    }

    /** Sections of a document that have names of their own. */
    public record OfResult(DocumentAccounts.OfStorm accounting, Latencies.OfStorm latencyNs,
        List<DocumentInterval> intervals,
        Long intervalsDropped, Ending.Heat heat)
    {
    }

    private static StormDocument.Sources sources(final StormResult result)
    {
        final Modelled model = result.model();
        final StormTotals totals = result.totals();

        return new StormDocument.Sources(model == null ? null : model(model, totals),
            model == null ? generator(result.generator()) : null,
            ActionsSection.of(totals.actions()), MigrationsSection.of(totals.actions()),
            totals.controls().each().isEmpty() ? null : controls(totals.controls()));
    }

    private static StormDocument.Parts parts(final StormResult result)
    {
        return PartsSection.of(result, slowestStage(result),
            result.model() == null ? new StormDocument.Attach(attached(result.totals().attached())) : null);
    }

    private static StormDocument.Run run(final StormResult result, final StormProof proof)
    {
        final MeasuredRates rates = result.rates();
        final long elapsedNs = result.totals().elapsedNs();
        final StormEnd end = result.verdict().end(proof);

        return new StormDocument.Run(
            result.model() == null ? decimal(elapsedNs / 1e9, 6) : LatencySection.seconds(elapsedNs),
            rates.isOffered() ? LatencySection.rounded(rates.deliveredPerS()) : null,
            rates.isOffered() ? LatencySection.rounded(rates.offeredPerS()) : null,
            result.totals().devices().isEmpty() ? null : PartsSection.rates(result.totals().devices()),
            end.isDrained(), end.label());
    }

    private static StormDocument.Model model(final Modelled model, final StormTotals totals)
    {
        final ModelledPartitions partitions = model.partitions();
        final boolean isDivided = !partitions.first().isEmpty() || partitions.beyond() > 0;

        return new StormDocument.Model(model.peNs(), orNull(model.offPeNs()),
            isDivided ? partitions.first().stream().map(one -> new StormDocument.Partition((long)one.number(),
            one.name(), LatencySection.seconds(one.elapsedNs()), one.peNs(), orNull(one.offPeNs()))).toList() : null,
            isDivided ? (long)partitions.beyond() : null,
            new StormDocument.Steps((long)model.version(), model.costs(), model.counts()),
            model.loads().isEmpty() ? null : PartsSection.saturation(
            Load.ofAll(model.loads()), totals.accounting().delivered()));
    }

    /** {@return times by name; null of none} */
    private static Map<String, Long> orNull(final Map<String, Long> times)
    {
        return times.isEmpty() ? null : times;
    }

    /** {@return the slowest stage of a storm with models, and its cause; null of another storm} */
    private static StormDocument.SlowestStage slowestStage(final StormResult result)
    {
        final Map.Entry<String, Histogram> slowest = ModelText.slowest(result.latencies().stages());
        if (result.totals().devices().isEmpty() || slowest == null)
        {
            return null;
        }
        final String cause = ModelText.cause(slowest, result.totals().devices());

        return new StormDocument.SlowestStage(slowest.getKey(), LatencySection.orNull(
            LatencySummary.at(slowest.getValue(), LatencySummary.TAIL)), cause.isEmpty() ? null : cause);
    }

    private static DocumentAccounts.OfStorm accounting(final StormResult result)
    {
        final StormTotals totals = result.totals();
        final StormAccounting accounting = totals.accounting();
        final Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("sent", totals.sent().sent());
        rows.put("ticks_high", totals.sent().ticksHigh());
        accounting.rows().forEach(row -> rows.put(row.key(), row.total()));
        final List<DocumentAccounts.OfVm> vms = new ArrayList<>();
        final boolean hasVectors = totals.hasVectors();
        accounting.vms().forEach(vm -> vms.add(vm((long)vm.vmId(), vm.account(), hasVectors)));
        if (accounting.rejectedOfNoVm() != 0)
        {
            vms.add(vm(NONE, EventAccount.rejected(accounting.rejectedOfNoVm()), hasVectors));
        }

        return new DocumentAccounts.OfStorm(PartsSection.events(accounting.account(), hasVectors),
            accounting.rejected(),
            accounting.remainder(),
            totals.coalescedAt(), rows,
            result.generator() == null ? null : new DocumentAccounts.Lanes(words(result.generator().words()),
            totals.attached() == null ? null : words(totals.attached().words())), vms);
    }

    private static DocumentAccounts.OfVm vm(final Object vm, final EventAccount account, final boolean hasVectors)
    {
        return new DocumentAccounts.OfVm(
            new VmName(vm), PartsSection.events(account, hasVectors), account.rejected(), account.remainder());
    }

    private static DocumentAccounts.Words words(final LaneWords words)
    {
        return new DocumentAccounts.Words(words.published(), words.drained(), words.left());
    }

    private static StormDocument.Generator generator(final GeneratorTotals generator)
    {
        final GeneratorPace pace = generator.pace();

        return new StormDocument.Generator(LatencySection.rounded(pace.reachedPerS()),
            LatencySection.orNull(LatencySummary.at(generator.lag(), LatencySummary.TAIL)), generator.isKept(),
            generator.refused(), pace.limit().name().toLowerCase(Locale.ROOT),
            LatencySection.rounded(pace.leastPerS()), pace.shortSeconds(),
            decimal(pace.fullShare(), SHARE_DIGITS), pace.skipped());
    }

    private static Controls controls(final StormControls controls)
    {
        final Map<String, Long> each = new LinkedHashMap<>();
        controls.each().forEach(control -> each.put(control.name(), control.acted()));

        final Map<String, Long> spurious = controls.spurious();

        return new Controls(controls.acted(), each, spurious == null ? null :
            spurious.values().stream().mapToLong(Long::longValue).sum(), spurious);
    }

    /** {@return the producers that attached, and each of their lanes; null where none could} */
    private static StormDocument.Attached attached(final AttachTotals attached)
    {
        return attached == null ? null : new StormDocument.Attached(attached.commands(), attached.events(),
            attached.refused(), attached.closed(), attached.lanes().stream().map(lane -> new StormDocument.Lane(
            lane.name(), lane.end().label(), words(lane.words()))).toList(), attached.untold());
    }
}
