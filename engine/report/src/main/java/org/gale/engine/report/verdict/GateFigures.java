package org.gale.engine.report.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;

/** Figures without noise, of reports that a gate takes. Pure functions. */
public final class GateFigures
{
    private static final String EXIT = "exit";
    private static final String ACCOUNTING = "/accounting/";
    private static final String OF_HOST = "/host/";
    private static final String OF_GENERATOR = "/generator/";
    private static final String POSTED = ACCOUNTING + "completions_posted";
    private static final String ADMIN = "admin";
    private static final String LEFT_OUT = "left_out";
    private static final String CHECKS = "gale.check/1";
    private static final String TRANSCRIPTS = "transcripts";

    private GateFigures()
    {
    }

    /**
     * Returns the figures of a storm on the virtual clock.
     *
     * @param report of the storm
     * @param yaml   effective job, complete
     */
    public static Baseline ofStorm(final ComparedReport report, final String gale, final String yaml)
    {
        final JsonNode json = report.json();
        final Map<String, BigDecimal> figures = new LinkedHashMap<>();
        figures.put(EXIT, Baseline.plain(json.path(EXIT)));
        final List<Figure> named = ComparedReport.figures(List.of(report)).ofSeveral().all().stream()
            .filter(figure -> !figure.path().startsWith(OF_HOST) && !figure.path().startsWith(OF_GENERATOR)).toList();
        figures.putAll(FigureValue.all(named, json));
        numbers(figures, "model.", json.path("model"));
        figures.remove("model.version");
        numbers(figures, "pe_time.", json.path("pe_time_ns"));
        final Map<String, BigDecimal> stages = new LinkedHashMap<>();
        for (final Map.Entry<String, JsonNode> stage : json.at("/latency_ns/stages").properties())
        {
            stages.put(stage.getKey(), stage.getValue().path("mean").decimalValue()
                .multiply(stage.getValue().path("count").decimalValue()).setScale(0, RoundingMode.HALF_EVEN));
        }
        final Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put(Baseline.JOB, hash(lines(yaml, false)));
        hashes.put(Baseline.COSTS, hash(lines(yaml, true)));

        return new Baseline(json.at("/config/job").asText(), gale, json.at("/model/version").asInt(),
            json.path("seed").asLong(), hashes, figures, stages, json.path("digest").asText());
    }

    /** Returns the map of costs of a job as YAML, or all lines but those and the seed's, which stands by itself. */
    private static String lines(final String yaml, final boolean isOfCosts)
    {
        final StringBuilder kept = new StringBuilder();
        boolean isCosts = false;
        for (final String line : yaml.lines().toList())
        {
            isCosts = line.startsWith(" ") ? isCosts : line.startsWith("costs:");
            if (isCosts == isOfCosts && !line.startsWith("seed:"))
            {
                kept.append(line).append('\n');
            }
        }

        return kept.toString();
    }

    private static String hash(final String text)
    {
        return "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void numbers(final Map<String, BigDecimal> figures, final String prefix, final JsonNode object)
    {
        for (final Map.Entry<String, JsonNode> field : object.properties())
        {
            if (field.getValue().isNumber())
            {
                figures.put(prefix + field.getKey(), Baseline.plain(field.getValue()));
            }
        }
    }

    /**
     * Returns the figures of a report that another command wrote.
     *
     * @param name of its file, for messages
     * @throws OutcomeException if it is none of those that have no noise
     */
    public static Baseline ofReport(final String name, final JsonNode json, final String gale)
    {
        if (json.path("schema").asText().equals(CHECKS))
        {
            if (json.path(TRANSCRIPTS).isEmpty())
            {
                throw new OutcomeException(Outcome.USAGE, name + ": has no transcript, and so proves nothing (gale " +
                    "check FILE... writes one that has)");
            }
            return new Baseline("check", gale, 0, 0, Map.of(), ofChecks(json), Map.of(), "");
        }
        if (json.at(ACCOUNTING + "proved_singly").isNumber())
        {
            return new Baseline("device", gale, 0, json.path("seed").asLong(), Map.of(), ofDevice(json), Map.of(), "");
        }
        if (json.at(POSTED).isNumber())
        {
            return new Baseline("drive", gale, 0, json.path("seed").asLong(), Map.of(), ofDrive(json), Map.of(), "");
        }
        throw new OutcomeException(Outcome.USAGE, name + ": is no report of gale check or gale device (a storm is " +
            "named by its job)");
    }

    private static Map<String, BigDecimal> ofChecks(final JsonNode json)
    {
        final Map<String, BigDecimal> figures = new LinkedHashMap<>();
        numbers(figures, "", json);
        for (final JsonNode transcript : json.path(TRANSCRIPTS))
        {
            final String result = transcript.path("result").asText();
            figures.put("ok " + transcript.path("name").asText(),
                result.equals("ok") ? BigDecimal.ONE : BigDecimal.ZERO);
        }

        return figures;
    }

    /** Returns the figures of a run of a device that have no noise: how many came is noise, unless counted. */
    private static Map<String, BigDecimal> ofDevice(final JsonNode json)
    {
        final Map<String, BigDecimal> figures = new LinkedHashMap<>();
        figures.put(EXIT, Baseline.plain(json.path(EXIT)));
        put(figures, "invented", json.at(ACCOUNTING + "invented"));
        final boolean isCounted = json.at("/config/loop").asText().equals("closed") &&
            json.at("/config/count").isNumber() && json.at(ACCOUNTING + "device_resets").asLong() == 0;
        if (isCounted || json.at(ACCOUNTING + LEFT_OUT).asLong() == 0)
        {
            put(figures, "lost", json.at(ACCOUNTING + "rejected/lost"));
        }
        else
        {                                                   // it is chance which of those left out are found
            figures.put("lost_beside_injection", BigDecimal.valueOf(json.at(ACCOUNTING + "sent_again").asLong() -
                json.at(ACCOUNTING + "left_out_found").asLong()));
        }
        if (isCounted)
        {
            put(figures, LEFT_OUT, json.at(ACCOUNTING + LEFT_OUT));
            put(figures, "sent", json.at(ACCOUNTING + "offered"));
            put(figures, "handled", json.at(ACCOUNTING + "handled"));
            figures.put("looked", BigDecimal.valueOf(json.at(ACCOUNTING + "delivered").asLong() +
                json.at(ACCOUNTING + "coalesced").asLong()));
        }

        return figures;
    }

    /** Returns what a run of a drive has without noise: how a guest merges its requests is noise. */
    private static Map<String, BigDecimal> ofDrive(final JsonNode json)
    {
        final Map<String, BigDecimal> figures = new LinkedHashMap<>();
        figures.put(EXIT, Baseline.plain(json.path(EXIT)));
        put(figures, "lost", json.at(ACCOUNTING + "rejected/lost"));
        put(figures, "completions_lost", json.at(ACCOUNTING + "completions_lost"));
        put(figures, "mismatched_blocks", json.at(ACCOUNTING + "mismatched_blocks"));
        long completions = 0;
        for (final JsonNode queue : json.path("groups"))
        {
            completions += queue.path("name").asText().endsWith(ADMIN) ? 0 : queue.path("completions").asLong();
        }
        if (completions > 0 && json.at(ACCOUNTING + "coalescing").asLong() == 0 &&
            json.at(ACCOUNTING + "completions_dropped").asLong() == 0)
        {
            figures.put("interrupts_a_completion", json.at(ACCOUNTING + "interrupts_of_the_model").decimalValue()
                .divide(BigDecimal.valueOf(completions), MathContext.DECIMAL64).stripTrailingZeros());
        }

        return figures;
    }

    private static void put(final Map<String, BigDecimal> figures, final String name, final JsonNode number)
    {
        if (number.isNumber())
        {
            figures.put(name, Baseline.plain(number));
        }
    }
}
