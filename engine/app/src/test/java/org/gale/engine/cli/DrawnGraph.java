package org.gale.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Function graph of calls that a seed draws. Each call is made from its own time and the calls inside; what it adds to
 * a cost is known from how it is made, and nothing is read back.
 */
final class DrawnGraph
{
    /** Costs in the order of a file. */
    private static final List<String> COSTS =
        List.of("host-irq", "inject", "put", "load", "put-direct", "load-direct", "vmovp", "dirty");
    private static final int THREADS = 3;
    private static final String SIGNS = "+!#*";

    private final Random random;
    private final Map<String, TreeMap<Long, Integer>> expected = new TreeMap<>();
    private final List<List<Call>> threads = new ArrayList<>();

    /** Form of the text. */
    enum Form
    {
        REPORT, REPORT_WITH_FLAGS, KERNEL, KERNEL_WITH_TASKS
    }

    private record Call(String function, long ns, List<Call> inside)
    {
    }

    DrawnGraph(final Random random, final int calls)
    {
        this.random = random;
        for (int thread = 0; thread < THREADS; thread++)
        {
            final List<Call> all = new ArrayList<>();
            for (int i = 0; i < calls / THREADS; i++)
            {
                all.add(call());
            }
            threads.add(all);
        }
    }

    private Call call()
    {
        return switch (random.nextInt(7))
        {
            case 0 -> load();
            case 1 -> directLoad();
            case 2 -> cost("put", "kvm_vgic_put", 0, List.of(plain("vgic_v3_put")));
            case 3 -> cost("put-direct", "kvm_vgic_put", 0, List.of(plain("its_make_vpe_non_resident")));
            case 4 -> call("vgic_v4_commit", own(), List.of(cost("dirty", "its_commit_vpe", 0, List.of())));
            case 5 -> forwarded();
            default -> call("kvm_arch_vcpu_ioctl_run", own(), List.of(load(), plain("vgic_v3_load"), directLoad()));
        };
    }

    private Call load()
    {
        return cost("load", "kvm_vgic_load", 0, List.of(plain("vgic_v4_load"), plain("vgic_v3_load")));
    }

    private Call directLoad()
    {
        final List<Call> inside = new ArrayList<>();
        long moved = 0;
        if (random.nextBoolean())
        {
            final Call move = cost("vmovp", "its_vpe_set_affinity", 0,
                List.of(plain("its_send_single_vcommand.constprop.0")));
            moved = move.ns();
            inside.add(call("irq_set_affinity", own(), List.of(move)));
        }
        inside.add(plain("its_make_vpe_resident"));

        return cost("load-direct", "kvm_vgic_load", moved, List.of(call("vgic_v4_load", own(), inside)));
    }

    private Call forwarded()
    {
        final Call kick = plain("kvm_vcpu_kick");
        final Call inject = exact("inject", "kvm_arch_set_irq_inatomic", kick.ns(), List.of(kick));

        return exact("host-irq", "gic_handle_irq", inject.ns(),
            List.of(call("vfio_msihandler", own(), List.of(inject))));
    }

    /** Returns a call of a cost, which a tick of the host may interrupt. */
    private Call cost(final String cost, final String function, final long otherNs, final List<Call> inside)
    {
        if (random.nextInt(4) > 0)
        {
            return exact(cost, function, otherNs, inside);
        }
        final Call tick = call("gic_handle_irq", own(), List.of(plain("tick_handle")));
        final List<Call> all = new ArrayList<>(inside);
        all.add(random.nextInt(all.size() + 1), tick);

        return exact(cost, function, otherNs + tick.ns(), all);
    }

    private Call exact(final String cost, final String function, final long otherNs, final List<Call> inside)
    {
        final Call call = call(function, own(), inside);
        expected.computeIfAbsent(cost, name -> new TreeMap<>()).merge(call.ns() - otherNs, 1, Integer::sum);

        return call;
    }

    private Call plain(final String function)
    {
        return call(function, own(), List.of());
    }

    private static Call call(final String function, final long ownNs, final List<Call> inside)
    {
        return new Call(function, ownNs + inside.stream().mapToLong(Call::ns).sum(), inside);
    }

    /** Returns a time of some tens of ns, so that times meet, and sometimes one of some us. */
    private long own()
    {
        return random.nextInt(9) == 0 ? 12_000 + 1_000L * random.nextInt(3) : 100 * (1L + random.nextInt(3));
    }

    /** Returns the costs that have to follow, as a file has them. */
    String costs()
    {
        final List<String> costs = new ArrayList<>();
        for (final String cost : COSTS)
        {
            if (expected.containsKey(cost))
            {
                final List<String> items = new ArrayList<>();
                expected.get(cost).forEach((ns, count) ->
                    items.add('[' + (ns % 1_000 == 0 ? ns / 1_000 + "us" : ns + "ns") + ", " + count + ']'));
                costs.add(cost + ": {list: [" + String.join(", ", items) + "]}");
            }
        }

        return String.join(" ", costs);
    }

    /** Returns the text, in which the threads take turns, each on a CPU. */
    String text(final Form form)
    {
        final List<List<String>> lines = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++)
        {
            final List<String> all = new ArrayList<>();
            for (final Call call : threads.get(thread))
            {
                write(call, 2, thread, form, all);
            }
            lines.add(all);
        }
        final StringBuilder text = new StringBuilder(form.name().startsWith("KERNEL") ?
            "# tracer: function_graph\n#\n" : "cpus=3\n");
        final int[] next = new int[THREADS];
        int left = lines.stream().mapToInt(List::size).sum();
        while (left > 0)
        {
            final int thread = random.nextInt(THREADS);
            if (next[thread] < lines.get(thread).size())
            {
                text.append(lines.get(thread).get(next[thread]++)).append('\n');
                left--;
            }
        }

        return text.toString();
    }

    private void write(
        final Call call, final int depth, final int thread, final Form form, final List<String> lines)
    {
        final String blanks = " ".repeat(depth);
        if (call.inside().isEmpty())
        {
            lines.add(line("entry", time(call.ns()), blanks + call.function() + "();", thread, form));
            return;
        }
        lines.add(line("entry", " ".repeat(13), blanks + call.function() + "() {", thread, form));
        call.inside().forEach(one -> write(one, depth + 2, thread, form, lines));
        lines.add(line("exit", time(call.ns()), blanks + '}' +
            (random.nextBoolean() ? " /* " + call.function() + " */" : ""), thread, form));
    }

    private static String time(final long ns)
    {
        int sign = -1;
        for (long limit = 10_000; ns > limit; limit *= 10)
        {
            sign++;
        }

        return (sign < 0 ? " " : SIGNS.substring(sign, sign + 1)) +
            String.format(Locale.ROOT, " %d.%03d us  ", ns / 1_000, ns % 1_000);
    }

    private static String line(
        final String event, final String time, final String call, final int thread, final Form form)
    {
        return switch (form)
        {
            case REPORT -> String.format(Locale.ROOT, "  CPU %d/KVM-77%02d  [%03d]  9000.%06d: funcgraph_%s: %s |%s",
                thread, thread, thread, 17, event, time, call);
            case REPORT_WITH_FLAGS -> String.format(Locale.ROOT,
                "  <idle>-0  [%03d] d.h1.  9000.%09d: funcgraph_%s: %s |%s", thread, 17, event, time, call);
            case KERNEL -> String.format(Locale.ROOT, " %2d) %s |%s", thread, time, call);
            case KERNEL_WITH_TASKS -> String.format(Locale.ROOT, " 12.%06d |   %d)  CPU %d/K-%d | d..1. | %s |%s", 5,
                thread, thread, 1 + thread, time, call);
        };
    }
}
