package org.gale.engine.report.compare;

import java.util.List;

/** All values that reports of storms have, each declared once. Immutable. */
final class ReportFields
{
    /** Report with all that it holds. */
    static final ReportField REPORT = report();

    private static final String LATENCIES = "/latency_ns";

    /** Point of a joined sweep, a row of {@code points.jsonl}. */
    static final ReportField POINT = point();

    private ReportFields()
    {
    }

    private static ReportField report()
    {
        final ReportField report = new ReportField();
        declare(report, "", ValueKind.TEXT, "schema!", "modelled", "digest", "failure", "drained_reason", "notes/[]",
            "vary/{}");
        declare(report, "", ValueKind.INTEGER, "seed");
        declare(report, "", ValueKind.EXIT, "exit");
        declare(report, "", ValueKind.FLAG, "drained");
        declare(report, "", ValueKind.NUMBER, "elapsed_s", "rate_per_s", "offered_per_s");
        work(report, "");
        declare(report, "", ValueKind.WHOLE, "measured_ns", "encoded_digits", "intervals_dropped", "pe_time_ns/{}",
            "off_pe_ns/{}");
        platform(report, "");
        platform(report, "/host");
        declare(report, "/host", ValueKind.NUMBER, "run_s", "replay_rate_per_s");
        declare(report, "/host", ValueKind.TEXT, "journal", "ram_file");
        config(report);
        accounting(report);
        measurement(report);
        latencies(report, "");
        declare(report, "/latency_ns/curves/{}/[]", ValueKind.NUMBER, "0!");
        declare(report, "/latency_ns/curves/{}/[]", ValueKind.WHOLE, "1!");
        latency(report, "/latency_ns/routes/{}");
        declare(report, LATENCIES, ValueKind.TEXT, "sampled");
        declare(report, LATENCIES, ValueKind.WHOLE, "delivered", "delivered_by_route/{}");
        declare(report, "/latency_ns/vms/[]", ValueKind.WHOLE, "vm");
        latency(report, "/latency_ns/vms/[]/response");
        generator(report);
        declare(report, "/model", ValueKind.TEXT, "costs");
        declare(report, "/model", ValueKind.WHOLE, "{}");
        actions(report);
        part(report, "/groups/[]");
        part(report, "/phases/[]");
        declare(report, "/phases/[]", ValueKind.NUMBER, "start_s", "length_s");
        part(report, "/phases/[]/groups/[]");
        declare(report, "/slowest_stage", ValueKind.TEXT, "name", "cause");
        declare(report, "/slowest_stage", ValueKind.WHOLE, "p99_ns");
        journal(report);
        intervals(report);
        declare(report, "/heat", ValueKind.WHOLE, "slice_ns", "from_ns", "steps_per_decade", "slices/[]/[]");

        return report;
    }

    private static ReportField point()
    {
        final ReportField point = new ReportField();
        declare(point, "", ValueKind.WHOLE, "point!", "results!", "missing!", "failed!", "pe_time_ns/{}");
        declare(point, "", ValueKind.TEXT, "values!/[]");
        declare(point, "/spread/{}", ValueKind.NUMBER, "min", "median", "max");
        accounting(point);
        latencies(point, "");
        part(point, "/groups/[]");
        part(point, "/phases/[]");
        part(point, "/phases/[]/groups/[]");

        return point;
    }

    /** Declares what differs between hosts, which the report of a storm on the virtual clock has in an object. */
    private static void platform(final ReportField report, final String place)
    {
        declare(report, place, ValueKind.TEXT, "version", "jdk");
        declare(report, place, ValueKind.WHOLE, "cores", "resumed/{}");
    }

    private static void config(final ReportField report)
    {
        declare(report, "/config", ValueKind.WHOLE, "vms", "vpes", "pes", "lpis", "devices", "events", "window",
            "duration_ns", "count", "max_in_flight", "outliers", "handler_ns", "threads", "cpu.engine", "cpu.generator",
            "cpu.helpers", "slice_ns", "irsen", "vpeid_bits", "iterations");
        declare(report, "/config", ValueKind.NUMBER, "rate_per_s");
        declare(report, "/config", ValueKind.ACTIONS, "toggles", "moves");
        declare(report, "/config", ValueKind.FLAG, "legacy");
        declare(report, "/config", ValueKind.TEXT, "job", "profile", "loop", "arrivals", "clock", "durability",
            "journal", "ram_file", "latency", "warmup", "stop_if", "order", "kvm", "enqueue", "policy", "direct",
            "version", "costs/{}");
        declare(report, "/config/groups/[]", ValueKind.TEXT, "name", "guest/handler");
        declare(report, "/config/groups/[]", ValueKind.WHOLE, "vms", "vpes", "guest/mask");
        declare(report, "/config/groups/[]", ValueKind.FLAG, "guest/work", "guest/drops");
        declare(report, "/config/groups/[]/devices/[]", ValueKind.TEXT, "name", "target", "loop", "arrivals");
        declare(report, "/config/groups/[]/devices/[]", ValueKind.WHOLE, "count", "events", "priority", "window");
        declare(report, "/config/groups/[]/devices/[]", ValueKind.NUMBER, "rate_per_s");
        declare(report, "/config/phases/[]", ValueKind.TEXT, "name");
        declare(report, "/config/phases/[]", ValueKind.WHOLE, "duration_ns");
        declare(report, "/config/phases/[]/changes/[]", ValueKind.TEXT, "group", "device");
        declare(report, "/config/phases/[]/changes/[]", ValueKind.NUMBER, "rate_per_s", "window", "scale");
        declare(report, "/config/phases/[]/changes/[]", ValueKind.FLAG, "pause");
    }

    private static void accounting(final ReportField report)
    {
        final String place = "/accounting";
        account(report, place);
        declare(report, place, ValueKind.WHOLE, "{}", "rejected/{}", "lanes/{}/{}");
        account(report, place + "/vms/[]");
        declare(report, place + "/vms/[]", ValueKind.WHOLE, "rejected");
        declare(report, place + "/vms/[]", ValueKind.VM, "vm");
    }

    private static void account(final ReportField report, final String place)
    {
        declare(report, place, ValueKind.WHOLE, "offered", "delivered", "coalesced", "pending");
        declare(report, place, ValueKind.INTEGER, "remainder");
    }

    private static void measurement(final ReportField report)
    {
        declare(report, "/warmup", ValueKind.TEXT, "ending");
        declare(report, "/warmup", ValueKind.WHOLE, "ns", "offered", "delivered");
        declare(report, "/stalls", ValueKind.WHOLE, "{}/{}", "stolen_ns", "throttled_ns");
        declare(report, "/stalls", ValueKind.TEXT, "missing/[]", "tail_by_host/[]");
        outlier(report, "/outliers/[]");
        declare(report, "/stopped", ValueKind.TEXT, "condition");
        outlier(report, "/stopped/outlier");
        declare(report, "/moments/[]", ValueKind.TEXT, "kind", "thread");
        declare(report, "/moments/[]", ValueKind.WHOLE, "at_ns", "length_ns");
    }

    private static void outlier(final ReportField report, final String place)
    {
        declare(report, place, ValueKind.WHOLE, "response_ns", "service_ns", "command", "vm", "lpi", "ppi", "vpe",
            "stages/{}", "overlap_ns", "resolution_ns");
        declare(report, place, ValueKind.INTEGER, "at_ns");                     // from lanes before the first offer
        declare(report, place, ValueKind.TEXT, "cause", "path");
    }

    private static void generator(final ReportField report)
    {
        final String place = "/generator";
        declare(report, place, ValueKind.NUMBER, "reached_per_s", "least_per_s", "lane_full_share");
        declare(report, place, ValueKind.WHOLE, "lag_p99_ns", "refused", "short_seconds", "skipped");
        declare(report, place, ValueKind.FLAG, "kept_up");
        declare(report, place, ValueKind.TEXT, "limit");
        declare(report, "/attached", ValueKind.WHOLE, "commands", "events", "refused", "lanes_closed/{}",
            "lanes_beyond");
        declare(report, "/attached/lanes/[]", ValueKind.TEXT, "name", "end");
        declare(report, "/attached/lanes/[]", ValueKind.WHOLE, "published", "drained", "left");
    }

    private static void actions(final ReportField report)
    {
        declare(report, "/actions/{}", ValueKind.WHOLE, "due", "begun", "completed");
        declare(report, "/actions/{}", ValueKind.TEXT, "asked");
        declare(report, "/actions/{}", ValueKind.FLAG, "kept_up");
        declare(report, "/actions/timeline", ValueKind.INTEGER, "start_ns");    // may be before the first offer
        declare(report, "/actions/timeline", ValueKind.WHOLE, "slice_ns", "ended/[]", "open_ns/[]", "held_ns/[]",
            "moves/[]");
    }

    /** Declares a group or a phase. */
    private static void part(final ReportField report, final String place)
    {
        declare(report, place, ValueKind.TEXT, "name!");
        work(report, place);
        declare(report, place, ValueKind.WHOLE, "vms", "completions", "interrupts", "recorded/{}", "held_ns/{}");
        account(report, place + "/accounting");
        declare(report, place + "/accounting", ValueKind.WHOLE, "carried_in", "rejected", "sent",
            "ticks_high", "of_no_vm");
        declare(report, place + LATENCIES, ValueKind.WHOLE, "delivered");
        latency(report, place + LATENCIES + "/response");
        latency(report, place + LATENCIES + "/request");
        latency(report, place + LATENCIES + "/sender_wait");
        declare(report, place + LATENCIES + "/encoded", ValueKind.TEXT, "response", "request");
    }

    /** Declares the work of devices with models. */
    private static void work(final ReportField report, final String place)
    {
        declare(report, place, ValueKind.NUMBER, "completions_per_s", "interrupts_per_s", "deferred_ns/mean");
        declare(report, place, ValueKind.WHOLE, "deferred_ns/count");
    }

    private static void journal(final ReportField report)
    {
        declare(report, "/journal", ValueKind.TEXT, "mode");
        declare(report, "/journal", ValueKind.WHOLE, "commands", "frames", "bytes", "commands_beyond");
        declare(report, "/journal", ValueKind.NUMBER, "bytes_per_command");
        declare(report, "/journal", ValueKind.FLAG, "verified");
        declare(report, "/replay", ValueKind.TEXT, "digest");
        declare(report, "/replay", ValueKind.NUMBER, "rate_per_s");
        declare(report, "/replay", ValueKind.WHOLE, "first_command");
        declare(report, "/replay", ValueKind.FLAG, "equal");
    }

    private static void intervals(final ReportField report)
    {
        final String place = "/intervals/[]";
        declare(report, place, ValueKind.NUMBER, "start_s", "length_s", "rate_per_s", "completions_per_s");
        declare(report, place, ValueKind.FLAG, "warmup");
        declare(report, place, ValueKind.WHOLE, "offered", "delivered", "pending", "lane_words", "journal_bytes");
        latencies(report, place);
    }

    private static void latencies(final ReportField report, final String place)
    {
        for (final String latency : List.of("/response", "/service", "/request", "/stages/{}"))
        {
            latency(report, place + LATENCIES + latency);
        }
    }

    private static void latency(final ReportField report, final String place)
    {
        declare(report, place, ValueKind.WHOLE, "{}");
        declare(report, place, ValueKind.NUMBER, "mean");
    }

    private static void declare(
        final ReportField report, final String place, final ValueKind kind, final String... pointers)
    {
        for (final String pointer : pointers)
        {
            report.declare(place + '/' + pointer, kind);
        }
    }
}
