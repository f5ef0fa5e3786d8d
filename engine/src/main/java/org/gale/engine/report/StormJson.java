package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.JsonText;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;

/**
 * JSON report of a storm. A change or removal of a key changes {@link #SCHEMA}; keys may be added. Since version 2 of
 * the schema, rates and latencies leave the warm-up out; totals do not. Since version 3, a percentile with too few
 * samples is null, and no percentile exceeds the maximum. {@code residue_frames} is the earlier name of {@code
 * torn_frames}. The report of a storm on the virtual clock begins with {@code modelled}, has everything that differs
 * between hosts in one object {@code host}, and leaves out what has no meaning there. Digests are 16 hexadecimal
 * digits. Rates are rounded to whole numbers, as in the text.
 */
public final class StormJson
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.storm/3";

    private static final double SMALL_RATE = 10;
    private static final String NONE = "none";
    private static final String WALL = "wall";
    private static final String VIRTUAL = "virtual";
    /** Settings of a measurement that have a meaning on the virtual clock. */
    private static final List<Setting<?>> MODELLED_MEASURES =
        List.of(MeasureSettings.WARMUP, MeasureSettings.STOP_IF, MeasureSettings.OUTLIERS);
    private static final List<Setting<Long>> SIZES = List.of(StormSettings.VMS, StormSettings.VPES, StormSettings.PES,
        StormSettings.LPIS, StormSettings.DEVICES, StormSettings.EVENTS);

    private final JsonGenerator json;
    /** True for a storm on the virtual clock: what differs between hosts stands in one object. */
    private final boolean isModelled;
    /** Values that one of several runs has of its own; none of a storm that runs once. */
    private final Map<String, String> varied;

    private StormJson(final JsonGenerator json, final boolean isModelled)
    {
        this(json, isModelled, Map.of());
    }

    private StormJson(final JsonGenerator json, final boolean isModelled, final Map<String, String> varied)
    {
        this.varied = varied;
        this.json = json;
        this.isModelled = isModelled;
    }

    /** Writes a report and a line feed. The writer is flushed, not closed. */
    public static void write(final StormReport report, final Writer writer) throws IOException
    {
        final boolean isModelled = report.result().model() != null;
        JsonText.indented(writer, isModelled, json -> new StormJson(json, isModelled).report(report));
    }

    /**
     * Writes the reports of several runs of one job as an array, and a line feed. Each begins with {@code vary}, the
     * values that are its own. The writer is flushed, not closed.
     */
    public static void write(final RunTable table, final Writer writer) throws IOException
    {
        String separator = "[ ";
        for (final RunTable.Row row : table.rows())
        {
            writer.write(separator);
            final boolean isModelled = row.report().result().model() != null;
            final Map<String, String> varied = new LinkedHashMap<>();
            for (int key = 0; key < table.keys().size(); key++)
            {
                varied.put(table.keys().get(key), row.values().get(key));
            }
            JsonText.indented(writer, isModelled, json -> new StormJson(json, isModelled, varied).report(row.report()));
            separator = ", ";
        }
        writer.write("]\n");
        writer.flush();
    }

    /** Returns the values of a report. */
    public static JsonNode tree(final StormReport report)
    {
        return JsonText.tree(json -> new StormJson(json, report.result().model() != null).report(report));
    }

    /**
     * Returns the configuration of a storm as its report has it.
     *
     * @param isModelled true for a storm on the virtual clock
     */
    public static JsonNode config(final StormDescription description, final boolean isModelled)
    {
        return JsonText.tree(json -> new StormJson(json, isModelled).config(description)).path("config");
    }

    private void report(final StormReport report) throws IOException
    {
        final StormDescription description = report.description();
        final StormResult result = report.result();
        if (isModelled)
        {
            json.writeStringField("modelled", result.model().costs());
        }
        if (!varied.isEmpty())
        {
            json.writeObjectFieldStart("vary");
            for (final Map.Entry<String, String> value : varied.entrySet())
            {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        }
        json.writeStringField("schema", SCHEMA);
        if (!isModelled)
        {
            platform(description.platform());
        }
        field(StormSettings.SEED, description.config());
        config(description);
        if (!isModelled)
        {
            resumed(description);
        }
        json.writeNumberField("elapsed_s", isModelled ? IntervalJson.seconds(result.totals().elapsedNs()) :
            decimal(result.totals().elapsedNs() / 1e9, 6));
        final MeasuredRates rates = result.rates();
        field("rate_per_s", rates.isOffered(), rates.deliveredPerS());
        field("offered_per_s", rates.isOffered(), rates.offeredPerS());
        if (!result.totals().devices().isEmpty())
        {
            PartsJson.work(json, DeviceCounts.Work.sum(result.totals().devices()));
        }
        json.writeBooleanField("drained", result.verdict().end(report.proof()).isDrained());
        json.writeStringField("drained_reason", result.verdict().end(report.proof()).label());
        accounting(result);
        MeasurementJson.write(json, result);
        LatencyJson.write(json, result);
        if (isModelled)
        {
            ModelJson.write(json, result.model());
        }
        else
        {
            generator(result.generator());
        }
        ActionsJson.write(json, result.actions());
        PartsJson.write(json, result);
        slowestStage(result);
        if (!isModelled)
        {
            LanesJson.attached(json, result.totals().attached());
        }
        journal(report);
        json.writeStringField("digest", digest(result.journal().runDigest()));
        replay(report.proof());
        IntervalJson.write(json, result.history(), isModelled, !result.totals().devices().isEmpty());
        json.writeStringField("failure", report.failure());
        json.writeNumberField("exit", report.outcome().exitCode());
        if (isModelled)
        {
            host(description, result.model(), report.proof());
        }
    }

    /** Writes the slowest stage of a storm with models, and its cause; null for a stage of which they say none. */
    private void slowestStage(final StormResult result) throws IOException
    {
        final Map.Entry<String, Histogram> slowest = ModelText.slowest(result.latencies().stages());
        if (!result.totals().devices().isEmpty() && slowest != null)
        {
            final String cause = ModelText.cause(slowest, result.totals().devices());
            json.writeObjectFieldStart("slowest_stage");
            json.writeStringField("name", slowest.getKey());
            IntervalJson.figure(json, "p99_ns", LatencySummary.at(slowest.getValue(), LatencySummary.TAIL));
            json.writeStringField("cause", cause.isEmpty() ? null : cause);
            json.writeEndObject();
        }
    }

    private void platform(final Platform platform) throws IOException
    {
        json.writeStringField("version", platform.version());
        json.writeStringField("jdk", platform.jdk());
        json.writeNumberField("cores", platform.cores());
    }

    /** Writes everything that differs between two hosts that run the same job on the virtual clock. */
    private void host(final StormDescription description, final Modelled modelled, final StormProof proof)
        throws IOException
    {
        json.writeObjectFieldStart("host");
        platform(description.platform());
        json.writeStringField(StormSettings.JOURNAL.jsonKey(), description.hasJournal() ? description.journal() : null);
        field(StormSettings.RAM_FILE, description.settings());
        resumed(description);
        json.writeNumberField("run_s", IntervalJson.seconds(modelled.realNs()));
        field("replay_rate_per_s", proof.isReplayed(), proof.ratePerS());
        json.writeEndObject();
    }

    private void config(final StormDescription description) throws IOException
    {
        final StormConfig config = description.config();
        final SettingValues settings = description.settings();
        json.writeObjectFieldStart("config");
        json.writeStringField("job", description.name());
        field(StormSettings.PROFILE, description.profile());
        for (final Setting<Long> size : SIZES)
        {
            field(size, ShapeJson.size(size, config));
        }
        json.writeStringField("loop", ShapeJson.loop(config.shape()));
        field(StormSettings.RATE, config);
        field(StormSettings.ARRIVALS, config.isClosedLoop() ? null : config.value(StormSettings.ARRIVALS));
        field(StormSettings.WINDOW, config);
        field(StormSettings.DURATION, config);
        field(StormSettings.COUNT, config);
        json.writeStringField(StormSettings.CLOCK.jsonKey(), isModelled ? VIRTUAL : WALL);
        if (!isModelled)
        {
            field(StormSettings.DURABILITY, settings);
            json.writeStringField(
                StormSettings.JOURNAL.jsonKey(), description.hasJournal() ? description.journal() : null);
            field(StormSettings.RAM_FILE, settings);
        }
        for (final Setting<?> own : description.own())
        {
            field(own, settings);
        }
        machine(settings);
        json.writeStringField(StormSettings.LATENCY.jsonKey(), description.sampling());
        for (final Setting<?> measure : isModelled ? MODELLED_MEASURES : MeasureSettings.ALL)
        {
            measure(measure, settings);
        }
        if (isModelled)
        {
            ShapeJson.costs(json, VirtualSettings.costs(settings));
        }
        ShapeJson.write(json, config.shape(), isModelled);
        json.writeEndObject();
    }

    /** Writes the keys of the machine that were given, as a user writes them. */
    private void machine(final SettingValues chosen) throws IOException
    {
        if (MachineSettings.ALL.stream().anyMatch(chosen::has))
        {
            json.writeObjectFieldStart("machine");
            for (final Setting<?> key : MachineSettings.ALL)
            {
                if (chosen.has(key))
                {
                    json.writeStringField(key.name(), chosen.shown(key));
                }
            }
            json.writeEndObject();
        }
    }

    /** Writes a setting of the measurement: as a user writes it if that is no number. */
    private void measure(final Setting<?> setting, final SettingValues chosen) throws IOException
    {
        if (setting == MeasureSettings.WARMUP || (chosen.has(setting) && setting == MeasureSettings.STOP_IF))
        {
            json.writeStringField(setting.name().replace('-', '_'), chosen.shown(setting));
        }
        else
        {
            field(setting, chosen);
        }
    }

    private <T> void field(final Setting<T> setting, final SettingValues chosen) throws IOException
    {
        field(setting, chosen.valueOrDefault(setting));
    }

    private <T> void field(final Setting<T> setting, final StormConfig config) throws IOException
    {
        field(setting, config.value(setting));
    }

    /** Writes a rate, or null for a run that has none. */
    private void field(final String name, final boolean hasRate, final double perS) throws IOException
    {
        json.writeFieldName(name);
        if (hasRate)
        {
            json.writeNumber(Math.round(perS));
        }
        else
        {
            json.writeNull();
        }
    }

    /** Writes the value of a setting, or null for none. */
    private <T> void field(final Setting<T> setting, final T value) throws IOException
    {
        json.writeFieldName(setting.jsonKey());
        if (value == null || value.equals(setting.unlimitedValue()))
        {
            json.writeNull();
        }
        else if (value instanceof Boolean flag)
        {
            json.writeBoolean(flag);
        }
        else if (value instanceof Number number)
        {
            number(number);
        }
        else if (value instanceof ActionRate actions && !actions.isByEvents())
        {
            json.writeNumber(actions.count());
        }
        else
        {
            json.writeString(setting.type().shown().apply(value));
        }
    }

    /**
     * Writes the point at which the storm was resumed, or null if it began. The accounting is that of the complete run;
     * times and rates are those after the resume.
     */
    private void resumed(final StormDescription description) throws IOException
    {
        if (!description.isResumed())
        {
            json.writeNullField("resumed");
            return;
        }
        final StormResumed resumed = description.resumed();
        json.writeObjectFieldStart("resumed");
        json.writeNumberField("sequence", resumed.sequence());
        json.writeNumberField("residue_frames", resumed.tornFrames());
        json.writeNumberField("torn_frames", resumed.tornFrames());
        json.writeNumberField("first_command", resumed.firstCommand());
        json.writeNumberField("offered", resumed.offered());
        json.writeNumberField("delivered", resumed.delivered());
        json.writeEndObject();
    }

    /** Writes a number, which has a fraction only if its value is below 10. */
    private void number(final Number number) throws IOException
    {
        if (number instanceof Double fraction && fraction < SMALL_RATE && fraction != Math.rint(fraction))
        {
            json.writeNumber(fraction);
        }
        else
        {
            json.writeNumber(number instanceof Long whole ? whole : Math.round(number.doubleValue()));
        }
    }

    private void accounting(final StormResult result) throws IOException
    {
        final StormTotals totals = result.totals();
        final StormAccounting accounting = totals.accounting();
        json.writeObjectFieldStart("accounting");
        json.writeNumberField("offered", accounting.offered());
        json.writeNumberField("delivered", accounting.delivered());
        json.writeNumberField("coalesced", accounting.coalesced());
        json.writeNumberField("pending", accounting.pending());
        json.writeObjectFieldStart("rejected");
        ModelJson.numbers(json, accounting.rejected());
        json.writeEndObject();
        json.writeNumberField("remainder", accounting.remainder());
        json.writeNumberField("sent", totals.sent().sent());
        json.writeNumberField("ticks_high", totals.sent().ticksHigh());
        for (final AccountingRow row : accounting.rows())
        {
            json.writeNumberField(row.key(), row.total());
        }
        if (result.generator() != null)
        {
            LanesJson.words(json, result.generator().words(), totals.attached());
        }
        json.writeArrayFieldStart("vms");
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            json.writeStartObject();
            json.writeNumberField("vm", vm.vmId());
            AccountJson.write(json, vm.account());
            json.writeEndObject();
        }
        final long ofNoVm = accounting.rejectedOfNoVm();
        if (ofNoVm != 0)
        {
            json.writeStartObject();
            json.writeStringField("vm", NONE);
            AccountJson.write(json, EventAccount.rejected(ofNoVm));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void generator(final GeneratorTotals generator) throws IOException
    {
        json.writeObjectFieldStart("generator");
        json.writeNumberField("reached_per_s", Math.round(generator.pace().reachedPerS()));
        IntervalJson.figure(json, "lag_p99_ns", LatencySummary.at(generator.lag(), LatencySummary.TAIL));
        json.writeBooleanField("kept_up", generator.isKept());
        json.writeNumberField("refused", generator.refused());
        MeasurementJson.pace(json, generator.pace());
        json.writeEndObject();
    }

    private void journal(final StormReport report) throws IOException
    {
        final StormResult result = report.result();
        json.writeObjectFieldStart("journal");
        if (!isModelled)
        {
            json.writeStringField("mode", report.description().settings().shown(StormSettings.DURABILITY));
        }
        json.writeNumberField("commands", result.journal().commands());
        json.writeNumberField("frames", report.description().hasJournal() ? result.journal().frames() : 0);
        json.writeNumberField("bytes", result.journal().bytes());
        json.writeNumberField("bytes_per_command",
            decimal((double)result.journal().bytes() / Math.max(1, result.journal().commands()), 3));
        if (isModelled)
        {
            json.writeNumberField("commands_beyond", result.journal().beyond());
        }
        json.writeBooleanField("verified", report.proof().isVerified());
        json.writeEndObject();
    }

    private void replay(final StormProof proof) throws IOException
    {
        if (!proof.isReplayed())
        {
            json.writeNullField("replay");
            return;
        }
        json.writeObjectFieldStart("replay");
        json.writeStringField("digest", digest(proof.digest()));
        if (!isModelled)
        {
            json.writeNumberField("rate_per_s", Math.round(proof.ratePerS()));
        }
        json.writeNumberField("first_command", proof.firstCommand());
        json.writeBooleanField("equal", proof.extent() == StormProof.Extent.EQUAL);
        json.writeEndObject();
    }

    private static String digest(final long digest)
    {
        return String.format(Locale.ROOT, "%016x", digest);
    }

    private static BigDecimal decimal(final double value, final int digits)
    {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }
}
