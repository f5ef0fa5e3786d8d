package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Job that is drawn from a seed: machine, costs, groups with all kinds of traffic, phases, warm-up. Used once. */
final class DrawnJob
{
    private static final List<String> TIMES = List.of("500ns", "2us", "3700ns", "{uniform: {from: 1us, to: 4us}}",
        "{exponential: 2us}", "{lognormal: {median: 2us, sigma: 0.5}}", "{pareto: {alpha: 1.5, min: 1us, cap: 50us}}",
        "{list: [[1us, 9], [12us, 1]]}");
    private static final List<String> SERVICES = List.of("11us", "{uniform: {from: 10us, to: 30us}}",
        "{exponential: 40us}", "{lognormal: {median: 30us, sigma: 0.4}}");
    private static final List<String> COSTS = List.of("exit", "enter", "schedule", "put", "load", "eoi", "host-irq",
        "signal", "kick", "inject", "trap", "transition-step");
    private static final List<String> OF_DIRECT = List.of("load-direct", "put-direct", "vmovp", "dirty");
    private static final List<String> POLLS = List.of("{max: 500us, grow: 2, start: 10us, shrink: 2}",
        "{max: 60us, grow: 3, start: 5us, shrink: 4}", "{max: 200us, grow: 1, start: 300us, shrink: 2}");
    private static final List<String> WFI = List.of("auto", "trap", "notrap");
    private static final List<String> RATES = List.of("3k", "9700", "25k", "60k");
    private static final List<String> SLOW_RATES = List.of("100", "333");
    private static final List<String> SLOW = List.of("open", "open", "packets", "timer");
    private static final int SLOW_ONCE_IN = 12;
    /** Group of devices of a VM whose events one VPE takes. */
    private static final int OF_ONE_VPE = 2;
    private static final int OF_HOST_ONCE_IN = 10;
    private static final int TRACES = 1_000;
    private static final List<String> OF_HOST = List.of("open", "closed");
    private static final List<String> ALL =
        List.of("open", "closed", "io", "packets", "virtio", "timer", "ipi", "trace", "line");

    /** Keys of the machine by which no figure changes. */
    private static final Map<String, List<String>> KEYS = new TreeMap<>(Map.of(
        "its.cache", List.of("0", "1", "eager", "eager-valid"), "strict", List.of("0", "1"), "swe", List.of("0", "1"),
        "one_n", List.of("0", "1"), "virt_one_n", List.of("0", "1"), "irss", List.of("2", "4"),
        "itss", List.of("2", "3", "5"), "link", List.of("up", "down"), "ready", List.of("off", "eager")));
    private static final int KEY_ONCE_IN = 3;

    private final SplittableRandom random;
    private final SplittableRandom keys;
    private final SplittableRandom parts;
    private final SplittableRandom residency;
    private final SplittableRandom bases;
    private final SplittableRandom lists;
    private final boolean isAll;
    private final String kind;
    /** Whether the job lasts for more than a second, at low rates. */
    private final boolean isSlow;
    /** Whether the host has one sequence of events. */
    private final boolean isOfHost;
    private final ObjectNode job = JsonNodeFactory.instance.objectNode();

    private DrawnJob(final String kind, final long seed, final boolean isAll)
    {
        this.isAll = isAll;
        this.kind = kind;
        random = new SplittableRandom(seed);
        keys = new SplittableRandom(~seed);
        parts = new SplittableRandom(seed ^ 0x70617274);
        residency = new SplittableRandom(seed ^ 0x646972656374L);
        bases = new SplittableRandom(seed ^ 0x6261736573L);
        lists = new SplittableRandom(seed ^ 0x6c69737473L);
        isSlow = once(SLOW_ONCE_IN);
        isOfHost = once(OF_HOST_ONCE_IN);
    }

    /** Returns the job of a seed on a kind of machine, as a tree that YAML reads. */
    static ObjectNode of(final String kind, final long seed)
    {
        return new DrawnJob(kind, seed, false).drawn();
    }

    /** Returns such a job in which all costs and rules of residency are given that others draw or leave out. */
    static ObjectNode ofResidency(final String kind, final long seed)
    {
        return new DrawnJob(kind, seed, true).drawn();
    }

    /** Returns whether something of residency is drawn that one in some jobs has. */
    private boolean isDrawn(final int in)
    {
        return residency.nextInt(in) == 0 || isAll;
    }

    private int below(final int bound)
    {
        return random.nextInt(bound);
    }

    private boolean once(final int in)
    {
        return below(in) == 0;
    }

    private <T> T of(final List<T> all)
    {
        return all.get(below(all.size()));
    }

    private ObjectNode drawn()
    {
        job.put("job", "drawn");
        job.put("seed", 1 + below(1_000_000));
        job.put("clock", "virtual");
        job.put("latency", of(List.of("all", "all", "1:2", "1:5")));
        job.put("warmup", of(List.of("0", "0", "300us", "600us")));
        job.put("outliers", of(List.of("10", "3")));
        final ObjectNode machine = job.putObject("machine");
        costs(job.putObject("costs"));
        final ArrayNode vms = job.putArray("vms");
        final int groups = isOfHost ? 1 : 1 + below(3);
        for (int i = 0; i < groups; i++)
        {
            group(vms.addObject(), "g" + i);
        }
        machine(machine);
        length();
        DrawnLater.draw(job);
        if (isOfHost)
        {
            job.put("order", "host");
        }
        return job;
    }

    private void costs(final ObjectNode costs)
    {
        costs.put("base", of(List.of("armv8.0-split", "armv8-vhe")));
        costs.put("poll", of(List.of("0", "20us", "200us")));
        for (final String cost : COSTS)
        {
            if (once(4))
            {
                costs.put(cost, of(TIMES));
            }
        }
    }

    private void machine(final ObjectNode machine)
    {
        int vcpus = 0;
        for (final JsonNode group : job.get("vms"))
        {
            vcpus += group.get("count").asInt() * group.get("vpes").asInt();
        }
        machine.put("kind", kind);
        machine.put("pes", DrawnFunctions.areResident(kind) ? vcpus : 1 + below(vcpus));
        if (!DrawnFunctions.areResident(kind))
        {
            final ObjectNode scheduler = DrawnQueues.draw(machine.putObject("scheduler"), job.get("seed").asLong());
            scheduler.put("slice", of(List.of("10us", "50us", "170us", "1ms")));
            scheduler.put("enqueue", of(List.of("tail", "tail", "preempt")));
            if (isDrawn(3))
            {
                scheduler.put("host-irqs", "housekeeping");
                scheduler.put("housekeeping", 1 + residency.nextInt(3));
            }
        }
        DrawnFunctions.draw(kind, machine, (ObjectNode)job.get("costs"), lists, TIMES);
        if (kind.equals("gicv4"))
        {
            injection(machine.putObject("injection"));
            DrawnPool.draw((ObjectNode)machine.get("injection"), job.get("vms"), lists, vcpus);
            ((ObjectNode)job.get("costs")).put("lr-limit", 1 + below(5));
            residency((ObjectNode)job.get("costs"));
        }
        else
        {
            keys(machine);
        }
        if (!DrawnFunctions.areResident(kind))
        {
            if (isDrawn(2))
            {
                ((ObjectNode)job.get("costs")).put("poll", POLLS.get(residency.nextInt(POLLS.size())));
            }
            partitions(machine, vcpus);
            base((ObjectNode)job.get("costs"));
        }
    }

    /** Takes the default base of scheduled vCPUs for some jobs, with its polling, by random numbers of their own. */
    private void base(final ObjectNode costs)
    {
        final int choice = bases.nextInt(3);
        if (choice == 0)
        {
            costs.remove("base");
            costs.remove("poll");
        }
        if (choice == 2)
        {
            costs.put("base", "gicv4-vhe");
        }
    }

    /** Draws what only direct vCPUs pay, by random numbers of their own. */
    private void residency(final ObjectNode costs)
    {
        for (final String cost : OF_DIRECT)
        {
            if (isDrawn(2))
            {
                costs.put(cost, TIMES.get(residency.nextInt(TIMES.size())));
            }
        }
    }

    /** Divides the host of some jobs into partitions, by random numbers of their own. */
    private void partitions(final ObjectNode machine, final int vcpus)
    {
        int most = 0;
        for (final JsonNode group : job.get("vms"))
        {
            most = Math.max(most, group.get("count").asInt());
        }
        final int count = 1 + parts.nextInt(most);
        final boolean isPoolSmall = machine.has("injection") && DrawnPool.size(machine.get("injection")) < vcpus;
        if (isOfHost || isPoolSmall || count == 1 || parts.nextInt(2) == 0)
        {
            return;
        }
        machine.remove("pes");
        final ObjectNode node = machine.putArray("partitions").addObject();
        node.put("name", "node");
        node.put("count", count);
        node.put("pes", 1 + parts.nextInt(3));
        for (final JsonNode group : job.get("vms"))
        {
            final boolean isDealt = group.get("count").asInt() == most || parts.nextInt(2) == 0;
            ((ObjectNode)group).put("partition", isDealt ? "node" : "node" + parts.nextInt(count));
        }
        if (machine.has("injection") && !machine.get("injection").has("vcpus") && parts.nextInt(2) == 0)
        {
            node.put("vpeids", 1 + parts.nextInt(4));
        }
    }

    /** Draws keys of the machine, from random numbers of their own. */
    private void keys(final ObjectNode machine)
    {
        KEYS.forEach((key, values) ->
        {
            if (keys.nextInt(KEY_ONCE_IN) == 0)
            {
                machine.put(key, values.get(keys.nextInt(values.size())));
            }
        });
    }

    private void injection(final ObjectNode injection)
    {
        final String policy = of(List.of("per-vcpu", "per-vcpu", "none", "all-or-nothing", "first-come"));
        injection.put("policy", policy);
        injection.put("vpeid-bits", of(List.of("1", "2", "16")));
        final String toggles = of(List.of("0", "0", "3000", "1/40", "1/9"));
        injection.put("toggles", policy.equals("per-vcpu") ? toggles : "0");
        injection.put("moves", of(List.of("0", "0", "2000", "1/9")));
        if (isDrawn(2))
        {
            injection.put("vmovp", "other-table");
            injection.put("vpe-tables", 1 + residency.nextInt(3));
        }
    }

    private void group(final ObjectNode group, final String name)
    {
        group.put("name", name);
        group.put("count", 1 + below(3));
        group.put("vpes", 1 + below(3));
        final ObjectNode guest = group.putObject("guest");
        guest.put("handler", of(TIMES));
        guest.put("work", once(3) ? "on" : "off");
        if (!DrawnFunctions.areResident(kind) && isDrawn(2))
        {
            guest.put("wfi", WFI.get(residency.nextInt(WFI.size())));
        }
        if (kind.equals("gicv4") && once(4))
        {
            guest.put("drops", "on");
        }
        final ArrayNode devices = group.putArray("devices");
        final List<String> kinds = new ArrayList<>(isSlow ? SLOW : isOfHost ? OF_HOST : ALL);
        if (isOfHost || kind.equals("msix"))
        {
            kinds.retainAll(OF_HOST);
        }
        if (group.get("vpes").asInt() == 1 || kind.equals("gicv4"))
        {
            kinds.remove("ipi");
        }
        if (kind.equals("gicv4"))
        {
            kinds.removeAll(List.of("timer", "line"));
        }
        final int count = isOfHost ? 1 : 1 + below(3);
        for (int i = 0; i < count; i++)
        {
            final String traffic = of(kinds);
            if (traffic.equals("ipi") || traffic.equals("timer"))
            {
                kinds.remove(traffic);
            }
            final ObjectNode device = devices.addObject();
            device(device, "d" + i, traffic);
            if (i == OF_ONE_VPE && device.has("target"))
            {
                device.put("target", Integer.toString(device.get("events").asInt() % group.get("vpes").asInt()));
            }
            if (traffic.equals("trace"))
            {
                trace((ObjectNode)devices.get(i), kinds.remove("timer"));
                kinds.remove("trace");
            }
        }
        boolean isOpen = !kind.equals("gicv4");
        for (final JsonNode device : devices)
        {
            isOpen &= device.at("/traffic/kind").asText().equals("open");
        }
        if (isOpen && once(2))
        {
            guest.put("mask", below(32));
        }
    }

    private void device(final ObjectNode device, final String name, final String traffic)
    {
        device.put("name", name);
        final int share = traffic.equals("line") ? 1 + below(3) : 1;
        if (!traffic.equals("timer") && !traffic.equals("ipi") && !traffic.equals("trace"))
        {
            device.put("count", share * (1 + below(2)));
            device.put("events", 1 + below(4));
            device.put("target", of(List.of("spread", "vector")));
        }
        if (once(3))
        {
            device.put("priority", below(32));
        }
        final ObjectNode node = device.putObject("traffic");
        node.put("kind", traffic);
        switch (traffic)
        {
            case "open" -> arrivals(node);
            case "closed" -> node.put(
                "window", 1 + below(Math.min(4, device.get("count").asInt() * device.get("events").asInt())));
            case "trace" ->
            {
                // The device follows from its trace.
            }
            case "io" -> io(node);
            case "packets" -> packets(node);
            case "virtio" -> virtio(node);
            case "line" ->
            {
                arrivals(node);
                node.put("share", share);
                node.put("resample", of(List.of("irqfd", "exit")));
            }
            case "timer" ->
            {
                node.put("hz", isSlow ? "7" : of(List.of("1000", "7000", "33333")));
                node.put("jitter", of(List.of("0", "7us")));
            }
            default ->
            {
                node.put("unicast", of(List.of("0", "3k", "20k")));
                node.put("broadcast", of(List.of("200", "2k")));
                node.put("kinds", 1 + below(3));
            }
        }
    }

    /** Draws the traffic of a trace, which is known by its number. */
    private void trace(final ObjectNode device, final boolean mayTick)
    {
        final ObjectNode node = (ObjectNode)device.get("traffic");
        final boolean ticks = mayTick && once(2);
        device.put("count", ticks ? 1 : 1 + below(2));
        node.put("file", below(TRACES));
        node.put("vectors", of(List.of("*", "*", "*0*")));
        node.put("speed", of(List.of("1", "0.5", "3")));
        node.put("phase", of(List.of("spread", "0", "70us")));
        node.put("timers", ticks ? "on" : "off");
        node.put("ipis", !kind.equals("gicv4") && once(2) ? "on" : "off");
    }

    private void arrivals(final ObjectNode node)
    {
        node.put("rate", of(isSlow ? SLOW_RATES : RATES));
        final String arrivals =
            of(List.of("poisson", "constant", "poisson", "{on-off: {alpha: 1.5, on: 200us, off: 300us}}"));
        node.put("arrivals", isOfHost && arrivals.startsWith("{") ? "constant" : arrivals);
    }

    private void io(final ObjectNode node)
    {
        node.put("depth", 1 + below(5));
        node.put("service", of(SERVICES));
        node.put("parallel", 1 + below(6));
        node.put("think", of(List.of("0", "5us", "{exponential: 20us}")));
        if (once(2))
        {
            final ObjectNode coalesce = node.putObject("coalesce");
            coalesce.put("threshold", 1 + below(4));
            coalesce.put("time", "100us");
        }
    }

    private void packets(final ObjectNode node)
    {
        arrivals(node);
        node.put("moderation", of(List.of("none", "dim", "{fixed: 84us}", "{fixed: 9us}")));
        node.put("period", of(List.of("eqe", "cqe")));
        node.put("budget", 1 + below(6));
        node.put("per-packet", of(List.of("0", "500ns")));
    }

    private void virtio(final ObjectNode node)
    {
        node.put("depth", 1 + below(6));
        final ObjectNode service = node.putObject("service");
        service.put("fixed", of(SERVICES));
        service.put("each", of(List.of("0", "2us", "{exponential: 1us}")));
        node.put("event-index", of(List.of("on", "off")));
        node.put("backend", of(List.of("batch", "each")));
        if (once(2))
        {
            final ObjectNode coalesce = node.putObject("coalesce");
            coalesce.put("time", of(List.of("10us", "47us", "200us")));
            if (once(2))
            {
                coalesce.put("threshold", 1 + below(4));
            }
        }
    }

    private void length()
    {
        final int way = below(isOfHost ? 2 : 4);
        if (isSlow)
        {
            job.put("duration", "2100ms");
            job.put("warmup", of(List.of("0", "300ms", "1001ms")));
        }
        else if (way == 0)
        {
            job.put("count", 300 + below(1_500));
            job.put("duration", "20ms");
        }
        else if (way == 1)
        {
            job.put("duration", of(List.of("2ms", "5ms")));
        }
        else
        {
            final ArrayNode phases = job.putArray("phases");
            final int count = 1 + below(6);
            for (int i = 0; i < count; i++)
            {
                phase(phases.addObject(), "p" + i);
            }
        }
    }

    private void phase(final ObjectNode phase, final String name)
    {
        phase.put("name", name);
        phase.put("duration", of(List.of("700us", "1500us", "2200us")));
        final ObjectNode change = JsonNodeFactory.instance.objectNode();
        for (final JsonNode group : job.get("vms"))
        {
            if (once(2))
            {
                change.putObject(group.get("name").asText()).put("pause", once(3) ? "off" : "on");
            }
            for (final JsonNode device : group.get("devices"))
            {
                final String traffic = device.at("/traffic/kind").asText();
                if ((traffic.equals("open") || traffic.equals("closed")) && once(4))
                {
                    change.putObject(group.get("name").asText() + '/' + device.get("name").asText())
                        .put("scale", of(List.of("0.3", "2")));
                }
            }
        }
        if (!change.isEmpty())
        {
            phase.set("change", change);
        }
    }
}
