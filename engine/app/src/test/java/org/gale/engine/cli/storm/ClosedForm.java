package org.gale.engine.cli.storm;

import java.util.List;
import java.util.function.ToDoubleFunction;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Job of which the theory of queues knows a figure.
 *
 * @param law      name of the law
 * @param point    at which it is tested, in words
 * @param figure   that is compared, with its unit
 * @param expected value of the closed form
 * @param bound    largest deviation of a short run, as a part of the value
 * @param job      as YAML, without its name, count and seed
 * @param measured value of a report
 */
record ClosedForm(
    String law, String point, String figure, double expected, double bound, String job,
    ToDoubleFunction<JsonNode> measured)
{
    private static final double HANDLER_NS = 10_000;
    private static final double THINK_NS = 50_000;
    private static final String MEAN = "mean of handled, ns";
    private static final String RATE = "handlers a second";
    private static final String PER_COMPLETION = "interrupts a completion";

    /** Returns all closed forms. */
    static List<ClosedForm> all()
    {
        final double sigma = 0.5;
        final double median = HANDLER_NS / Math.exp(sigma * sigma / 2);

        return List.of(
            new ClosedForm("M/M/1", "load 0.5", MEAN, HANDLER_NS / (1 - 0.5), 0.05,
                single("exponential: 10us", 50_000), ClosedForm::handled),
            new ClosedForm("M/D/1", "load 0.5", MEAN, HANDLER_NS * (1 + 0.5 / (2 * (1 - 0.5))), 0.05,
                single(null, 50_000), ClosedForm::handled),
            new ClosedForm("M/G/1 (Pollaczek-Khinchine)", "load 0.5, log-normal, sigma 0.5", MEAN,
                pollaczek(0.5, Math.exp(sigma * sigma)), 0.05,
                single("lognormal: {median: " + Math.round(median) + "ns, sigma: 0.5}", 50_000), ClosedForm::handled),
            new ClosedForm("M/G/1 (Pollaczek-Khinchine)", "load 0.5, 5 us or 55 us, 9 to 1", MEAN,
                pollaczek(0.5, (0.9 * 25 + 0.1 * 3_025) / 100), 0.08,
                single("list: [[5us, 9], [55us, 1]]", 50_000), ClosedForm::handled),
            new ClosedForm("M/M/2", "load 0.8, 200 vCPUs on 2 PEs", MEAN, erlang(2, 0.8), 0.08, several(2, 0.8),
                ClosedForm::handled),
            new ClosedForm("M/M/4", "load 0.8, 200 vCPUs on 4 PEs", MEAN, erlang(4, 0.8), 0.08, several(4, 0.8),
                ClosedForm::handled),
            new ClosedForm("machine repairman", "8 machines, 50 us up, 10 us of repair", RATE,
                closed(8, THINK_NS, HANDLER_NS), 0.03, loop(8, 8, "50us"), ClosedForm::throughput),
            new ClosedForm("machine repairman", "2 machines, 50 us up, 10 us of repair", RATE,
                closed(2, THINK_NS, HANDLER_NS), 0.03, loop(2, 2, "50us"), ClosedForm::throughput),
            new ClosedForm("closed tandem (MVA)", "3 requests, a drive of 20 us, then 10 us", RATE,
                closed(3, 0, 2 * HANDLER_NS, HANDLER_NS), 0.03, loop(3, 1, "20us"), ClosedForm::throughput),
            new ClosedForm("closed tandem (MVA)", "10 requests, a drive of 20 us, then 10 us", RATE,
                closed(10, 0, 2 * HANDLER_NS, HANDLER_NS), 0.03, loop(10, 1, "20us"), ClosedForm::throughput),
            new ClosedForm("vacations", "2 working vCPUs on a PE, slices of 100 us", MEAN, 0.5 * 100_000 / 2, 0.05,
                """
                machine: {kind: kvm, pes: 1, scheduler: {slice: 100us}}
                vms: [{name: v, count: 2, vpes: 1, guest: {work: on},
                  devices: [{name: d, count: 1, events: 64, traffic: {kind: open, rate: 2k, arrivals: poisson}}]}]
                """, ClosedForm::handled),
            new ClosedForm("batches (NVMe)", "threshold 4, depth 32", PER_COMPLETION, 1 / 4.0, 0.01, batches(4),
                ClosedForm::interrupts),
            new ClosedForm("batches (NVMe)", "threshold 8, depth 32", PER_COMPLETION, 1 / 8.0, 0.01, batches(8),
                ClosedForm::interrupts),
            new ClosedForm("moderation of a NIC, E[max(P, X)]", "84 us, 20,000 packets a second", "ns an interrupt",
                84_000 + THINK_NS * Math.exp(-84_000 / THINK_NS), 0.03,
                packets("rate: 20k, arrivals: poisson, moderation: {fixed: 84us}, per-packet: 0"),
                ClosedForm::interruptGap),
            new ClosedForm("polls of NAPI (branching)", "load 0.4, no moderation", PER_COMPLETION, generations(0.4),
                0.02, packets("rate: 400k, arrivals: poisson, moderation: none, per-packet: 1us"),
                ClosedForm::interrupts),
            new ClosedForm("DIM", "packets each 1 us: profile 4", PER_COMPLETION, 1 / 256.0, 0.05,
                packets("rate: 1M, arrivals: constant, moderation: dim, per-packet: 100ns"), ClosedForm::interrupts),
            new ClosedForm("DIM", "packets each 11 us: one interrupt each", PER_COMPLETION, 1, 0.01,
                packets("rate: 90909, arrivals: constant, moderation: dim, per-packet: 100ns"),
                ClosedForm::interrupts));
    }

    private static double handled(final JsonNode report)
    {
        return report.at("/latency_ns/handled/mean").asDouble();
    }

    private static double throughput(final JsonNode report)
    {
        return report.at("/accounting/delivered").asDouble() / report.path("elapsed_s").asDouble();
    }

    private static double interrupts(final JsonNode report)
    {
        return report.at("/groups/0/interrupts").asDouble() / report.at("/groups/0/completions").asDouble();
    }

    private static double interruptGap(final JsonNode report)
    {
        return report.path("elapsed_s").asDouble() * 1e9 / report.at("/groups/0/interrupts").asDouble();
    }

    private static String single(final String handler, final int rate)
    {
        return "vms: [{name: v, count: 1, vpes: 1, guest: {handler: " +
            (handler == null ? "10us" : '{' + handler + '}') + "},\n  devices: [{name: d, count: 1, events: 4096, " +
            "traffic: {kind: open, rate: " + rate + ", arrivals: poisson}}]}]\n";
    }

    private static String several(final int pes, final double load)
    {
        return "machine: {kind: kvm, pes: " + pes + "}\nvms: [{name: v, count: 200, vpes: 1, guest: {handler: " +
            "{exponential: 10us}},\n  devices: [{name: d, count: 1, events: 64, traffic: {kind: open, rate: " +
            Math.round(pes * load * 1e9 / HANDLER_NS / 200) + ", arrivals: poisson}}]}]\n";
    }

    private static String loop(final int requests, final int parallel, final String service)
    {
        return "vms: [{name: v, count: 1, vpes: 1, guest: {handler: {exponential: 10us}},\n  devices: [{name: d, " +
            "count: 1, events: " + requests + ", traffic: {kind: io, depth: 1, parallel: " + parallel +
            ", service: {exponential: " + service + "}}}]}]\n";
    }

    private static String batches(final int threshold)
    {
        return "vms: [{name: v, count: 1, vpes: 1, guest: {handler: 1us},\n  devices: [{name: d, count: 1, " +
            "events: 1, traffic: {kind: io, depth: 32, coalesce: {threshold: " + threshold + ", time: 25500us}}}]}]\n";
    }

    private static String packets(final String traffic)
    {
        return "vms: [{name: v, count: 1, vpes: 1,\n  devices: [{name: d, count: 1, events: 1, traffic: {" +
            "kind: packets, " + traffic + "}}]}]\n";
    }

    /**
     * Returns the mean time to the end of the handler by Pollaczek and Khinchine.
     *
     * @param second moment of the handler over the square of its mean
     */
    private static double pollaczek(final double load, final double second)
    {
        return HANDLER_NS * (1 + load * second / (2 * (1 - load)));
    }

    /** Returns the mean time to the end of the handler of several servers by Erlang's second formula. */
    private static double erlang(final int servers, final double load)
    {
        final double offered = servers * load;
        double term = 1;
        double sum = 1;
        for (int i = 1; i < servers; i++)
        {
            term *= offered / i;
            sum += term;
        }
        final double last = term * offered / servers / (1 - load);
        final double waiting = last / (sum + last);

        return HANDLER_NS + waiting * HANDLER_NS / (servers * (1 - load));
    }

    /** Returns the throughput of a closed network of exponential servers by mean value analysis, a second. */
    private static double closed(final int requests, final double thinkNs, final double... servicesNs)
    {
        final double[] queue = new double[servicesNs.length];
        double perNs = 0;
        for (int n = 1; n <= requests; n++)
        {
            double response = 0;
            for (int i = 0; i < queue.length; i++)
            {
                response += servicesNs[i] * (1 + queue[i]);
            }
            perNs = n / (thinkNs + response);
            for (int i = 0; i < queue.length; i++)
            {
                queue[i] = perNs * servicesNs[i] * (1 + queue[i]);
            }
        }

        return perNs * 1e9;
    }

    /** Returns the mean generations of a branching process of Poisson sons over its mean members. */
    private static double generations(final double load)
    {
        double extinct = 0;
        double generations = 0;
        for (int generation = 0; generation < 1_000; generation++)
        {
            generations += 1 - extinct;
            extinct = Math.exp(load * (extinct - 1));
        }

        return generations * (1 - load);
    }

    /** Returns the whole job. */
    String yaml(final long count, final long seed)
    {
        return "job: law\nclock: virtual\nseed: " + seed + "\ncount: " + count +
            "\njournal: none\ncosts: {base: zero}\n" + job;
    }

    @Override
    public String toString()
    {
        return law + ", " + point;
    }
}
