package org.gale.tests.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Report of a run in JSON, as the pages on reports and latencies have it. Used once. */
final class Prediction
{
    private static final int VM_DIGITS = 2;
    private static final int DIGITS = 3;
    private static final String[] REASONS = {"moderation", "batch", "mask"};

    private final Run run;
    private final StormJob job;
    private final RequestFigures requests;
    private final Whole whole;
    private final SaturationFigures saturation;
    private final List<Interrupt> taken;
    private final List<Interrupt> measured;
    private final List<Interrupt> ended;
    /** Interrupts whose threads or softirqs have ended. */
    private final List<Interrupt> over;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private Prediction(final Run run)
    {
        this.run = run;
        this.job = run.job;
        this.whole = new Whole(run);
        this.saturation = new SaturationFigures(run);
        this.requests = new RequestFigures(run, whole);
        taken = whole.takenBehind();
        measured = measured(taken);
        ended = measured(whole.behind());
        over = measured(whole.handedOver());
    }

    private List<Interrupt> measured(final List<Interrupt> interrupts)
    {
        return interrupts.stream().filter(interrupt ->
            interrupt.isMeasured() && interrupt.intendedNs >= whole.warmupNs()).toList();
    }

    /** Returns the report of a run. */
    static ObjectNode of(final Run run)
    {
        final Prediction prediction = new Prediction(run);
        prediction.write();

        return prediction.json;
    }

    private void write()
    {
        json.put("schema", "gale.storm/5");
        json.put("seed", job.seed);
        json.put("modelled", CostBases.name(job));
        Asked.write(json, job);
        json.put("elapsed_s", seconds(whole.elapsedNs()));
        rates();
        accounting();
        OutlierFigures.write(json, run, measured);
        json.putNull("stopped");
        json.put("drained", run.stuck == null);
        final boolean isCounted = run.done.stream().allMatch(done -> done.offered() >= done.part().count());
        json.put("drained_reason", run.stuck != null ? "stuck" : isCounted ? "count" : "duration");
        latencies();
        ModelFigures.write(json, run);
        saturation.write(json, null, sum(run.accounts, vm -> true).delivered());
        if (VmMigrations.isAny(job))
        {
            MigrationReport.write(json, run, taken, measured);
        }
        if (VmMigrations.isAny(job) && job.isOfFunctions())
        {
            ActionFigures.writeFurther(json, run);
        }
        else if (!VmMigrations.isAny(job) && (job.kind.equals("gicv4") || job.isOfFunctions()))
        {
            ActionFigures.write(json, run);
        }
        MoveFigures.write(json, run);
        json.put("encoded_digits", DIGITS);
        groups(json.putArray("groups"));
        phases();
        slowestStage();
        intervals();
        final String failure = failure();
        json.put("failure", failure);
        if (failure != null)
        {
            json.withObject("/host").put("failure", failure +
                String.format(Locale.ROOT, "%n  Stopped after command %,d.", run.journal.commands()));
        }
        json.put("exit", ActionFigures.exit(run));
        if (job.drops())
        {
            final ObjectNode controls = json.putObject("controls");
            controls.put("acted", count("dropped"));
            controls.putObject("each").put("guest.drops=on", count("dropped"));
        }
    }

    private String failure()
    {
        final long dropped = count("dropped");
        final String drops = dropped == 0 ? null : String.format(Locale.ROOT,
            "P13 broken: guests dropped %,d interrupt%s in progress on another vCPU (guest.drops)", dropped,
            dropped == 1 ? "" : "s");

        return drops == null || run.stuck == null ? drops != null ? drops : run.stuck : drops + ", and " + run.stuck;
    }

    static BigDecimal seconds(final long ns)
    {
        return BigDecimal.valueOf(ns, 9).setScale(6, RoundingMode.HALF_UP);
    }

    private void rates()
    {
        final long ns = whole.measuredNs();
        final long offered = whole.measuredOffered();
        final int delivered = taken.size();
        json.put("rate_per_s", offered == 0 ? null : perS(delivered, ns));
        json.put("offered_per_s", offered == 0 ? null : perS(offered, ns));
        if (isModelled())
        {
            requests.writeWork(json, null);
        }
        json.put("measured_ns", ns);
        final ObjectNode warmup = json.putObject("warmup");
        final boolean isWhole = !whole.isWarm;
        warmup.put("ending", isWhole ? "no event came after it" : job.warmupNs > 0 ? "as asked" : "none");
        warmup.put("ns", isWhole ? whole.elapsedNs() : job.warmupNs);
        warmup.put("offered", isWhole ? whole.offered() : whole.offered() - offered);
        warmup.put("delivered", isWhole ? whole.taken() : whole.taken() - delivered);
    }

    static long perS(final long count, final long ns)
    {
        return Math.round(count * 1e9 / ns);
    }

    private void accounting()
    {
        final ObjectNode node = json.putObject("accounting");
        account(node, sum(run.accounts, vm -> true));
        final long ticksHigh = job.groups.stream().mapToLong(this::ticksHigh).sum();
        node.put("sent", sum(run.accounts, vm -> true).offered() + ticksHigh);
        node.put("ticks_high", ticksHigh);
        final ObjectNode rejected = node.putObject("rejected");
        if (job.isOfFunctions())
        {
            rejected.put("not-enabled", 0);
            final ObjectNode at = node.putObject("coalesced_at");
            at.put("eventfd", run.merged[0]);
            at.put("mask", run.merged[1]);
            at.put("entry", sum(run.accounts, vm -> true).coalesced() - run.merged[0] - run.merged[1]);
        }
        else if (VmMigrations.isAny(job))
        {
            node.putObject("coalesced_at")
                .put("entry", sum(run.accounts, vm -> true).coalesced() - run.migrated.merged)
                .put("migration", run.migrated.merged);
        }
        for (final String reason : new String[]{"untranslated", "unreachable", "withdrawn-cleared",
            "withdrawn-unmapped"})
        {
            rejected.put(reason, 0);
        }
        if (job.kind.equals("kvm"))
        {
            node.put("doorbells_rung", run.counts.getOrDefault("doorbells", 0L));
            node.put("doorbells_owed", 0);
            node.put("doorbells_coalesced", 0);
        }
        if (job.kind.equals("gicv4"))
        {
            node.put("direct", count("arrived direct"));
            node.put("forwarded", count("arrived forwarded"));
            node.put("in_transition", count("arrived transition"));
            node.put("lost", 0);
            if (job.drops())
            {
                node.put("dropped", count("dropped"));
            }
        }
        if (job.streams.stream().anyMatch(StormJob.Stream::hasTimers))
        {
            final long raised = Arrays.stream(run.timersRaised).sum();
            final long taken = Arrays.stream(run.timersTaken).sum();
            node.put("ppis_raised", raised);
            node.put("ppis_acknowledged", taken);
            node.put("ppis_pending", raised - taken);
        }
        final ArrayNode vms = node.putArray("vms");
        for (final StormJob.Vm vm : job.vms)
        {
            final ObjectNode of = vms.addObject();
            of.put("vm", vm.index());
            account(of, run.accounts[vm.index()]);
            of.put("rejected", 0);
        }
    }

    /** Returns the ticks of timers of a group, and the events of its lines, that found their wires high. */
    private long ticksHigh(final StormJob.Group group)
    {
        return devices(group).stream()
            .filter(device -> device.stream().hasTimers() || device.stream().kind().equals("line"))
            .mapToLong(device -> device.model.completions() - device.interrupts).sum();
    }

    private Account sum(final Account[] accounts, final Predicate<StormJob.Vm> which)
    {
        return job.vms.stream().filter(which).map(vm -> accounts[vm.index()]).reduce(Account.NOTHING, Account::plus);
    }

    private void account(final ObjectNode node, final Account account)
    {
        node.put("offered", account.offered());
        node.put("delivered", account.delivered());
        node.put("coalesced", account.coalesced());
        node.put("pending", account.pending());
        if (job.isOfFunctions())
        {
            node.put("held", account.held());
        }
        node.put("remainder", 0);
    }

    private void latencies()
    {
        final ObjectNode node = json.putObject("latency_ns");
        final Stages stages = new Stages(job, measured, ended, over);
        final long delivered = delivered(interrupt -> true);
        node.put("sampled", String.format(Locale.ROOT, "%,d of %,d", measured.size(), delivered));
        node.put("delivered", delivered);
        stages.write(node, true);
        stages.writeCurves(node.putObject("curves"));
        if (job.kind.equals("gicv4") && run.done.stream().anyMatch(
            done -> done.taken().stream().anyMatch(interrupt -> !interrupt.isDropped)))
        {
            final ObjectNode byRoute = node.putObject("delivered_by_route");
            final ObjectNode routes = node.putObject("routes");
            for (final String route : new String[]{"direct", "forwarded", "transition"})
            {
                byRoute.put(route, delivered(interrupt -> interrupt.route.equals(route)));
                response(DIGITS, interrupt -> interrupt.route.equals(route)).write(routes, route);
            }
        }
        requests.write(node, request -> true);
        requests.writeCurve((ObjectNode)node.get("curves"));
        final ArrayNode vms = node.putArray("vms");
        for (final StormJob.Vm vm : job.vms)
        {
            final ObjectNode of = vms.addObject();
            of.put("vm", vm.index());
            response(VM_DIGITS, interrupt -> interrupt.vm() == vm.index()).write(of, "response");
        }
    }

    private Latency response(final int digits, final Predicate<Interrupt> which)
    {
        final Latency latency = new Latency(digits);
        measured.stream().filter(which).forEach(interrupt -> latency.add(interrupt.responseNs()));

        return latency;
    }

    private Latency handled(final Predicate<Interrupt> which)
    {
        final Latency latency = new Latency(DIGITS);
        ended.stream().filter(which).forEach(interrupt -> latency.add(interrupt.handledNs()));

        return latency;
    }

    /** Counts the interrupts that were acknowledged behind the warm-up, wherever they began. */
    private long delivered(final Predicate<Interrupt> which)
    {
        return taken.stream().filter(interrupt -> !interrupt.isDropped).filter(which).count();
    }

    private long count(final String what)
    {
        return run.counts.getOrDefault(what, 0L);
    }

    private void groups(final ArrayNode groups)
    {
        for (final StormJob.Group group : job.groups)
        {
            final ObjectNode node = groups.addObject();
            node.put("name", group.name());
            node.put("vms", group.vms());
            if (isModelled())
            {
                devices(node, group);
            }
            final ObjectNode accounting = node.putObject("accounting");
            account(accounting, sum(run.accounts, vm -> vm.group().index() == group.index()));
            accounting.put("rejected", 0);
            accounting.put("sent", accounting.get("offered").asLong() + ticksHigh(group));
            accounting.put("ticks_high", ticksHigh(group));
            accounting.put("of_no_vm", 0);
            final ObjectNode latency = node.putObject("latency_ns");
            latency.put("delivered", delivered(interrupt -> interrupt.group() == group.index()));
            response(DIGITS, interrupt -> interrupt.group() == group.index()).writePart(latency, "response");
            handled(interrupt -> interrupt.group() == group.index()).writePart(latency, "handled");
            requests.writePart(latency, request -> request.group() == group.index());
            if (devices(group).stream().anyMatch(device -> device instanceof IpiSource))
            {
                final Latency waits = new Latency(DIGITS);
                whole.senderWaits(group.index()).forEach(waits::add);
                waits.write(latency, "sender_wait");
            }
            saturation.write(node, group, accounting.get("delivered").asLong());
        }
    }

    private boolean isModelled()
    {
        return job.streams.stream().anyMatch(StormJob.Stream::isModel);
    }

    private List<DeviceSource> devices(final StormJob.Group group)
    {
        return run.traffic.sources.stream().filter(source -> source.stream().vm().group().index() == group.index())
            .filter(DeviceSource.class::isInstance).map(DeviceSource.class::cast).toList();
    }

    private static void polls(final ObjectNode node, final List<DeviceSource> devices)
    {
        final long deferred = devices.stream().mapToLong(device -> device.model.polls(false)).sum();
        if (deferred > 0)
        {
            node.putObject("polls").put("deferred", deferred)
                .put("by_timer", devices.stream().mapToLong(device -> device.model.polls(true)).sum());
        }
    }

    private void devices(final ObjectNode node, final StormJob.Group group)
    {
        final List<DeviceSource> devices = devices(group);
        final long interrupts = devices.stream().mapToLong(device -> device.interrupts).sum();
        node.put("completions", devices.stream().mapToLong(device -> device.model.completions()).sum());
        node.put("interrupts", interrupts);
        requests.writeWork(node, group);
        final ObjectNode recorded = JsonNodeFactory.instance.objectNode();
        devices.stream().map(device -> device.model).filter(Recording.class::isInstance).map(Recording.class::cast)
            .forEach(recording -> recording.offered.forEach(
                (kind, count) -> recorded.put(kind, recorded.path(kind).asLong() + count)));
        if (recorded.properties().stream().anyMatch(kind -> kind.getValue().asLong() > 0))
        {
            node.set("recorded", recorded);
        }
        polls(node, devices);
        final ObjectNode held = JsonNodeFactory.instance.objectNode();
        for (final String reason : REASONS)
        {
            final long ns = heldNs(group, reason);
            if (ns > 0)
            {
                held.put(reason, ns);
            }
        }
        if (!held.isEmpty())
        {
            node.set("held_ns", held);
        }
    }

    /** Returns the mean time of an interrupt for which the devices of a group held work back. */
    private long heldNs(final StormJob.Group group, final String reason)
    {
        final List<DeviceSource> devices = devices(group);
        final long interrupts = devices.stream().mapToLong(device -> device.interrupts).sum();

        return devices.stream().mapToLong(device -> device.model.heldNs(reason)).sum() / Math.max(1, interrupts);
    }

    private void phases()
    {
        final ArrayNode phases = json.putArray("phases");
        Account[] before = new Account[job.vms.size()];
        Arrays.fill(before, Account.NOTHING);
        for (int i = 0; i < job.phases.size(); i++)
        {
            final int index = i;
            final Account[] start = before;
            final Account[] end = whole.accounts(i);
            final StormJob.Phase phase = job.phases.get(i);
            final ObjectNode node = phases.addObject();
            node.put("name", phase.name());
            node.put("start_s", seconds(phase.beginNs()));
            node.put("length_s", seconds(phase.lengthNs()));
            if (isModelled())
            {
                requests.writeDone(node, null, index);
            }
            part(node, start, end, vm -> true, interrupt -> job.phaseAt(interrupt.intendedNs) == index);
            requests.writePart((ObjectNode)node.get("latency_ns"), request -> request.phase() == index);
            final ArrayNode groups = node.putArray("groups");
            for (final StormJob.Group group : job.groups)
            {
                final ObjectNode of = groups.addObject();
                of.put("name", group.name());
                of.put("vms", group.vms());
                if (isModelled())
                {
                    requests.writeDone(of, group, index);
                }
                part(of, start, end, vm -> vm.group().index() == group.index(), interrupt ->
                    interrupt.group() == group.index() && job.phaseAt(interrupt.intendedNs) == index);
                requests.writePart((ObjectNode)of.get("latency_ns"),
                    request -> request.group() == group.index() && request.phase() == index);
            }
            before = end;
        }
    }

    private void part(
        final ObjectNode node, final Account[] start, final Account[] end, final Predicate<StormJob.Vm> vms,
        final Predicate<Interrupt> interrupts)
    {
        final ObjectNode accounting = node.putObject("accounting");
        accounting.put("carried_in", sum(start, vms).pending() + sum(start, vms).held());
        account(accounting, sum(end, vms).since(sum(start, vms)));
        accounting.put("rejected", 0);
        final ObjectNode latency = node.putObject("latency_ns");
        response(DIGITS, interrupts).writePart(latency, "response");
        handled(interrupts).writePart(latency, "handled");
    }

    private void slowestStage()
    {
        final Stages stages = new Stages(job, measured, ended, over);
        final String slowest = stages.slowest();
        if (!isModelled() || slowest == null)
        {
            return;
        }
        final Latency latency = stages.stages.get(slowest);
        final boolean isMask = job.groups.stream().anyMatch(group -> 2 * heldNs(group, "mask") > latency.mean());
        final ObjectNode node = json.putObject("slowest_stage");
        node.put("name", slowest);
        node.put("p99_ns", latency.hasTail() ? latency.tail() : null);
        node.put("cause", switch (slowest)
        {
            case "waiting", "woken" -> "wait for a PE";
            case "acknowledged" -> "handler";
            case "deactivated" -> isMask ? "mask" : "handler";
            default -> null;
        });
    }

    private void intervals()
    {
        final ArrayNode intervals = json.putArray("intervals");
        for (final Whole.Second second : whole.seconds())
        {
            final ObjectNode node = intervals.addObject();
            final long ns = second.endNs() - second.startNs();
            node.put("start_s", seconds(second.startNs()));
            node.put("length_s", seconds(ns));
            node.put("warmup", second.isWarmup());
            node.put("offered", second.offered());
            node.put("delivered", second.delivered());
            node.put("rate_per_s", perS(second.delivered(), ns));
            node.put("pending", second.pending());
            new Stages(job, second.taken(), second.handled(), second.handedOver())
                .write(node.putObject("latency_ns"), false);
            if (isModelled())
            {
                node.put("completions_per_s", perS(second.completions(), ns));
            }
            requests.write((ObjectNode)node.get("latency_ns"), second);
        }
        json.put("intervals_dropped", 0);
    }
}
