package org.gale.engine.gicv4;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Exhaustive exploration of the interleavings of a small host, breadth first, so that the first counterexample has the
 * fewest steps. A state is reached by its path on a new machine; states are compared by a canonical key.
 *
 * <p>The host has one VM with two vCPUs. Messages by devices, messages by software, moves, configuration, acknowledges,
 * loads, puts and blocks come between any two protocol steps. The handler takes a device's message in its own step. A
 * block also comes with a message between the hardware's answer and its store.
 */
final class Explorer
{
    private static final int VINTID = 8200;
    private static final int VCPUS = 2;
    private static final long RAM_BYTES = 0x24_0000;

    private final String keys;
    private final int events;
    private final Mistake mistake;
    private final Budget budget;
    private int states;
    private int depth;
    private int acknowledges;

    /**
     * How often a path may use an action.
     */
    record Budget(int messages, int transitions, int moves, int configs, int blocks, int failures)
    {
    }

    /**
     * A violation and the actions that lead to it.
     */
    record Finding(String violation, List<String> actions)
    {
    }

    Explorer(final String keys, final int events, final Budget budget, final Mistake mistake)
    {
        this.keys = keys;
        this.events = events;
        this.budget = budget;
        this.mistake = mistake;
    }

    int states()
    {
        return states;
    }

    int depth()
    {
        return depth;
    }

    /**
     * Explores until a violation is found or no more than {@code stateLimit} states are known.
     *
     * @return the violation, or null
     */
    Finding explore(final int stateLimit)
    {
        final Set<String> seen = new HashSet<>();
        final Deque<List<String>> paths = new ArrayDeque<>();
        paths.add(List.of());
        while (!paths.isEmpty() && seen.size() < stateLimit)
        {
            final List<String> path = paths.poll();
            for (final String action : actions(path))
            {
                final List<String> longer = new ArrayList<>(path);
                longer.add(action);
                try (V4Rig rig = replay(longer))
                {
                    final String violation = violation(rig, longer);
                    if (violation != null)
                    {
                        states = seen.size();
                        return new Finding(violation, longer);
                    }
                    if (seen.add(key(rig, longer)))
                    {
                        paths.add(longer);
                        depth = longer.size();
                    }
                }
            }
        }
        states = seen.size();

        return null;
    }

    /** Carries a path out on a new machine. */
    V4Rig replay(final List<String> actions)
    {
        final V4Rig rig = new V4Rig(keys, RAM_BYTES);
        rig.line("create_vm " + VCPUS);
        for (int event = 0; event < events; event++)
        {
            rig.lines("map 0 1 " + event + " 0 " + (VINTID + event), "config 0 " + (VINTID + event) + " 128 1");
        }
        rig.lines("load 0 0 0");
        rig.host().variant().make(mistake);
        acknowledges = 0;
        for (final String action : actions)
        {
            act(rig, action);
        }

        return rig;
    }

    private void act(final V4Rig rig, final String action)
    {
        final Host host = rig.host();
        final String[] words = action.split(" ", -1);
        switch (words[0])
        {
            case "fire":
                fire(rig, Integer.parseInt(words[1]));
                break;
            case "take":
                host.interrupts().take();
                break;
            case "inject":
                final Vlpi vlpi = host.vm(0).vlpi(VINTID + Integer.parseInt(words[1]));
                host.vm(0).ledger().account(false).event(vlpi.vintid());
                host.injection().inject(vlpi);
                host.interrupts().take();
                break;
            case "blockwith":
                host.variant().inWindow(() ->
                {
                    fire(rig, Integer.parseInt(words[2]));
                    if (host.variant().is(Mistake.PENDING_LAST_UNLOCKED))
                    {
                        host.interrupts().take();
                    }
                });
                rig.line("block 0 " + words[1]);
                host.variant().inWindow(null);
                break;
            case "fail":
                host.variant().failSwap(Integer.parseInt(words[1]));
                break;
            case "ack":
                final String reply = rig.line("ack 0 " + words[1]);
                if (!reply.equals("OK none"))
                {
                    acknowledges++;
                    rig.line("eoi 0 " + words[1] + " " + reply.substring(3));
                }
                break;
            default:
                rig.line(action);
                break;
        }
    }

    /** A device's message; the host's handler takes what it raises in a step of its own. */
    private static void fire(final V4Rig rig, final int event)
    {
        rig.host().hardware().its().message(1, event);
        rig.host().vm(0).ledger().account(false).event(VINTID + event);
    }

    private List<String> actions(final List<String> path)
    {
        final List<String> actions = new ArrayList<>();
        try (V4Rig rig = replay(path))
        {
            final Host host = rig.host();
            addMessages(path, host, actions);
            if (host.interrupts().waiting() > 0)
            {
                actions.add("take");
            }
            if (host.transition().isOpen())
            {
                actions.add("step");
            }
            else if (used(path, "begin") < budget.transitions())
            {
                actions.add(host.vm(0).vcpus()[0].isDirect() ? "begin disable 0 0" : "begin enable 0 0");
                actions.add(host.vm(0).vcpus()[1].isDirect() ? "begin disable 0 1" : "begin enable 0 1");
            }
            addGuests(path, host, actions);
        }

        return actions;
    }

    private void addMessages(final List<String> path, final Host host, final List<String> actions)
    {
        for (int event = 0; event < events; event++)
        {
            final Vlpi vlpi = host.vm(0).vlpi(VINTID + event);
            if (used(path, "fire") + used(path, "inject") + used(path, "blockwith") < budget.messages())
            {
                actions.add("fire " + event);
                if (!vlpi.isLocked())
                {
                    actions.add("inject " + event);
                }
            }
            if (used(path, "move") < budget.moves())
            {
                actions.add("move 0 1 " + event + " " + (1 - vlpi.target().index()));
            }
            if (used(path, "config") < budget.configs())
            {
                actions.add("config 0 " + vlpi.vintid() + " 128 " +
                    (PropertyByte.isEnabled(host.vm(0).property(vlpi.vintid())) ? 0 : 1));
            }
        }
        if (used(path, "fail") < budget.failures())
        {
            actions.add("fail 1");
            actions.add("fail 2");
        }
    }

    private void addGuests(final List<String> path, final Host host, final List<String> actions)
    {
        for (int vcpu = 0; vcpu < VCPUS; vcpu++)
        {
            final Vcpu of = host.vm(0).vcpus()[vcpu];
            if (of.isLoaded())
            {
                actions.add("ack " + vcpu);
                actions.add("put 0 " + vcpu);
            }
            else
            {
                actions.add("load 0 " + vcpu + " " + vcpu);
            }
            if (used(path, "block") < budget.blocks())
            {
                actions.add("block 0 " + vcpu);
                for (int event = 0; event < events && used(path, "fire") < budget.messages(); event++)
                {
                    actions.add("blockwith " + vcpu + " " + event);
                }
            }
        }
    }

    private static int used(final List<String> path, final String verb)
    {
        return (int)path.stream().filter(action -> action.startsWith(verb)).count();
    }

    /** Checks the invariants, and that every enabled pending vLPI is where its target finds it. */
    private String violation(final V4Rig rig, final List<String> path)
    {
        final Host host = rig.host();
        final Audit audit = new Audit(host);
        final int messages = used(path, "fire") + used(path, "inject") + used(path, "blockwith");
        if (acknowledges > messages + used(path, "begin") * events + used(path, "move"))        // V4-INV-10
        {
            return "V4-INV-10: " + acknowledges + " acknowledges of " + messages + " messages";
        }
        for (int number = 1; number <= Audit.COUNT; number++)
        {
            final boolean isHandlerDue = host.interrupts().waiting() > 0 && number == 13;
            final boolean isCountedHere = number == 10;     // a message may wait at the host beside another copy
            final String violation = isHandlerDue || isCountedHere ? null : audit.violation(number);
            if (violation != null)
            {
                return "V4-INV-" + number + ": " + violation;
            }
        }
        for (int event = 0; event < events && !host.transition().isOpen(); event++)
        {
            final Vlpi vlpi = host.vm(0).vlpi(VINTID + event);
            final boolean isEnabled = PropertyByte.isEnabled(host.vm(0).property(vlpi.vintid()));
            if (isEnabled && !vlpi.isHw() && vlpi.isLatched() && vlpi.place() == Vlpi.NOWHERE)
            {
                return "vINTID " + vlpi.vintid() + " is latched and on no list";
            }
            if (!vlpi.isHw() && host.interrupts().isStuck(vlpi, host.swap().collection(vlpi)))
            {
                return "vINTID " + vlpi.vintid() + " is pending at the host and disabled";
            }
        }
        for (final Vcpu vcpu : host.vm(0).vcpus())
        {
            if (!host.transition().isOpen() && vcpu.isHeld())
            {
                return "vCPU " + vcpu.index() + " is held out for ever";
            }
        }

        return null;
    }

    /** Returns the canonical key: consumed commands of a queue do not count, budgets do. */
    private String key(final V4Rig rig, final List<String> path)
    {
        final Host host = rig.host();
        final StringBuilder key = new StringBuilder();
        for (final String verb : List.of("begin", "move", "config", "block", "fail"))
        {
            key.append(used(path, verb)).append(',');
        }
        key.append(acknowledges).append(',')
            .append(used(path, "fire") + used(path, "inject") + used(path, "blockwith")).append(';')
            .append(host.interrupts().waiting()).append(host.variant().swapsUntilFailure())
            .append(host.transition().key());
        for (final Vcpu vcpu : host.vm(0).vcpus())
        {
            vcpuKey(host, vcpu, key);
        }
        for (int event = 0; event < events; event++)
        {
            vlpiKey(host, host.vm(0).vlpi(VINTID + event), key);
        }

        return key.toString();
    }

    private static void vcpuKey(final Host host, final Vcpu vcpu, final StringBuilder key)
    {
        key.append('|').append(vcpu.state()).append(vcpu.cpu()).append(vcpu.isHeld()).append(vcpu.isInGuest())
            .append(vcpu.isBlocked()).append(vcpu.isWoken());
        final Vpe vpe = vcpu.vpe();
        if (vpe != null)
        {
            final MappedVpe mapped = host.hardware().vpes().mapped(vpe.vpeId());
            key.append(vpe.isPendingLast()).append(mapped == null ? "-" : mapped.isDoorbellRequested() + "," +
                (mapped.residence() != null));
        }
        if (vcpu.isInGuest())
        {
            key.append(host.hardware().redistributor(vcpu.cpu()).presented());
        }
    }

    private void vlpiKey(final Host host, final Vlpi vlpi, final StringBuilder key)
    {
        key.append('/').append(vlpi.isHw()).append(vlpi.target().index()).append(vlpi.isLatched()).append(vlpi.place())
            .append(vlpi.isLocked()).append(host.vm(0).property(vlpi.vintid()))
            .append(host.vm(0).ledger().account(false).isOwed(vlpi.vintid()))
            .append(host.hardware().redistributor(host.swap().collection(vlpi)).isPending(vlpi.hostLpi()));
        for (final Vcpu vcpu : host.vm(0).vcpus())
        {
            final MappedVpe mapped = vcpu.vpe() == null ? null : host.hardware().vpes().mapped(vcpu.vpe().vpeId());
            key.append(mapped == null ? "-" : mapped.isPending(vlpi.vintid()) + "," + mapped.property(vlpi.vintid()));
        }
    }
}
