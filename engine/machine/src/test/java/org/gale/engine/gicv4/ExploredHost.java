package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.engine.accounting.Account;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.gicv4.Action.Kind;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.Route;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Shipped host with one VM of two vCPUs, driven by actions that may come in any order. A state is reached by its path
 * from {@link #reset}.
 *
 * <p>For each event it counts what V4-INV-10 allows: one acknowledge for a message, and in version 4.0 one for a swap.
 * The count starts anew while the event is pending nowhere and no handler of it is under way.
 */
final class ExploredHost implements AutoCloseable
{
    static final int VCPUS = 2;
    static final int CPUS = 2;
    static final int DEVICE = 1;
    static final int VINTID = 8192;
    static final int PRIORITY = 128;

    private static final long RAM_BYTES = 0x24_0000;
    private static final long POOL_BYTES = 1 << 14;

    private final Scope scope;
    private final Scope.Host kind;
    private final Gicv4Config config;
    private final PhysicalMemory memory = PhysicalMemory.anonymous(V4Rig.RAM, RAM_BYTES);
    private final Outputs outputs = new Outputs();
    private final TestedVariant variant;
    private final Vlpi[] vlpis;
    private final int[] credits;
    private final int[] claimed = new int[CPUS];
    private final int[] used = new int[Kind.values().length];
    private PagePool pool = new PagePool(POOL_BYTES);
    private V4Host host;
    private V4Vm vm;
    private Audit audit;
    private Gicv4Books books;
    private Messages messages;
    private int hops;
    private String wrong;

    ExploredHost(final Scope scope, final Scope.Host kind)
    {
        this.scope = scope;
        this.kind = kind;
        this.config = scope.config();
        this.variant = new TestedVariant(kind.mistake());
        this.vlpis = new Vlpi[scope.events()];
        this.credits = new int[scope.events()];
        reset();
    }

    Scope scope()
    {
        return scope;
    }

    boolean isAtomic()
    {
        return kind.isAtomic();
    }


    V4Host host()
    {
        return host;
    }

    V4Vm vm()
    {
        return vm;
    }

    Audit audit()
    {
        return audit;
    }

    Gicv4Books books()
    {
        return books;
    }

    Vlpi vlpi(final int event)
    {
        return vlpis[event];
    }

    int credits(final int event)
    {
        return credits[event];
    }

    /** Returns the LPI that a CPU has claimed and not handled, or {@link HostInterrupts#NONE}. */
    int claimed(final int cpu)
    {
        return claimed[cpu];
    }

    int hops()
    {
        return hops;
    }

    int used(final Kind action)
    {
        return used[action.code()];
    }

    int messages()
    {
        return used(Kind.MESSAGE) + used(Kind.INJECT) + used(Kind.BLOCK_WITH);
    }

    int transitions()
    {
        return used(Kind.ENABLE) + used(Kind.DISABLE);
    }

    int blocks()
    {
        return used(Kind.BLOCK) + used(Kind.BLOCK_WITH);
    }

    /** Returns what an action did that no action may do, or null. */
    String wrong()
    {
        return wrong;
    }

    /** Begins anew: every event is mapped and enabled, vCPU 0 is loaded, nothing is direct. */
    void reset()
    {
        pool.close();
        pool = new PagePool(POOL_BYTES);
        outputs.clear();
        variant.quiet(true);
        host = new V4Host(config, memory, pool, outputs, variant);
        vm = host.createVm(VCPUS);
        audit = new Audit(host);
        books = new Gicv4Books(host);
        messages = new Messages(host);
        for (int event = 0; event < vlpis.length; event++)
        {
            host.guest.map(vm, DEVICE, event, vm.vcpus[event % VCPUS], VINTID + event);
            host.guest.configure(vm, VINTID + event, PropertyByte.of(PRIORITY, true));
            vlpis[event] = vm.vlpi(VINTID + event);
            credits[event] = 0;
        }
        host.residency.load(vm.vcpus[0], 0);
        variant.quiet(false);
        host.swapOrder.lossy(kind.isLegacy());
        Arrays.fill(claimed, HostInterrupts.NONE);
        Arrays.fill(used, 0);
        hops = 0;
        wrong = null;
    }

    /** Reaches the state at the end of a path. */
    void replay(final int[] path, final int length)
    {
        reset();
        for (int i = 0; i < length; i++)
        {
            act(path[i]);
        }
    }

    /** Carries an action out. */
    void act(final int action)
    {
        outputs.clear();
        int direct = 0;
        for (int event = 0; event < vlpis.length; event++)
        {
            direct |= vlpis[event].isHw() ? 1 << event : 0;
        }
        final Kind done = Action.kind(action);
        final V4Vcpu toggled = done == Kind.STEP || done == Kind.FAIL ? host.transition.vcpu() : null;
        final int others = ofOthers(toggled);
        used[done.code()]++;
        carryOut(done, Action.first(action), Action.second(action));
        if (others != ofOthers(toggled))
        {
            wrong = "V4-INV-15: a step of vCPU " + toggled.index + " changed an event of the other one";
        }
        if (kind.isAtomic())
        {
            finishMove();
            host.interrupts.take();
        }
        host.interrupts.dropStale();
        for (int event = 0; event < vlpis.length; event++)
        {
            final boolean isSwapped = vlpis[event].isHw() != ((direct & 1 << event) != 0);
            credits[event] += isSwapped && !scope.isVersion41() ? 1 : 0;
            credits[event] = isQuiet(event) ? 0 : credits[event];
        }
    }

    boolean isHandling(final int event)
    {
        boolean isHandling = false;
        for (int cpu = 0; cpu < CPUS; cpu++)
        {
            isHandling |= claimed[cpu] == vlpis[event].hostLpi;
        }

        return isHandling;
    }

    /** Returns whether an LPI waits for the handler, or the handler is under way. */
    boolean isHandlerDue()
    {
        return host.interrupts.waiting() > 0 || claimed[0] != HostInterrupts.NONE ||
            claimed[1] != HostInterrupts.NONE;
    }

    /** Returns whether neither a transition nor a move is open. */
    boolean isClosed()
    {
        return !host.transition.isOpen() && !host.moves.isOpen();
    }

    /** Lets the handler run until nothing waits, and both vCPUs until nothing is signalled. No transition is open. */
    void drain()
    {
        for (int cpu = 0; cpu < CPUS; cpu++)
        {
            if (claimed[cpu] != HostInterrupts.NONE)
            {
                carryOut(Kind.HANDLE, cpu, 0);
            }
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            host.interrupts.take();
            if (!vcpu.isLoaded())
            {
                host.residency.load(vcpu, host.residency.loaded(vcpu.index) == null ?
                    vcpu.index : 1 - vcpu.index);
            }
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            while (host.guestCpu.isSignalled(vcpu) && wrong == null)
            {
                carryOut(Kind.ACK, vcpu.index, 0);
            }
        }
    }

    @Override
    public void close()
    {
        pool.close();
        outputs.close();
        memory.close();
    }

    private void carryOut(final Kind action, final int first, final int second)
    {
        final Transition transition = host.transition;
        switch (action)
        {
            case MESSAGE -> message(first);
            case INJECT -> inject(first);
            case CLAIM -> claimed[first] = host.interrupts.claim(first);
            case HANDLE -> handle(first);
            case ENABLE -> transition.begin(vm.vcpus[first], true);
            case DISABLE -> transition.begin(vm.vcpus[first], false);
            case STEP -> transition.step();
            case FAIL -> fail();
            case MOVE -> move(vlpis[first], vm.vcpus[second]);
            case MOVING -> host.moves.step();
            case CONFIG -> configure(vlpis[first], second != 0);
            case ACK -> acknowledge(vm.vcpus[first]);
            case LOAD -> load(vm.vcpus[first], second);
            case PUT -> host.residency.put(vm.vcpus[first]);
            case BLOCK -> host.residency.block(vm.vcpus[first]);
            case BLOCK_WITH -> blockWith(vm.vcpus[first], second);
            default -> throw new IllegalArgumentException(action.toString());
        }
    }

    private void inject(final int event)
    {
        final Vlpi vlpi = vlpis[event];
        messages.count(vlpi.target(), vlpi.vintid, vlpi.isHw() ? Route.DIRECT : Route.FORWARDED,
            host.check.isPending(vlpi));
        credits[event]++;
        host.injection.inject(vlpi);
    }

    private void handle(final int cpu)
    {
        final int lpi = claimed[cpu];
        claimed[cpu] = HostInterrupts.NONE;
        host.interrupts.handle(lpi);
    }

    private void fail()
    {
        FailingSteps.failNext(host);
        host.transition.step();
        wrong = host.faults.isArmed() ? "a step that was to fail did not" : wrong;
    }

    private void move(final Vlpi vlpi, final V4Vcpu target)
    {
        lockEvents();
        host.moves.begin(vlpi, target);
        host.moves.step();
    }

    private void configure(final Vlpi vlpi, final boolean isEnabled)
    {
        lockEvents();
        host.guest.configure(vm, vlpi.vintid, PropertyByte.of(PRIORITY, isEnabled));
    }

    private void load(final V4Vcpu vcpu, final int cpu)
    {
        hops += vcpu.index == cpu ? 0 : 1;
        host.residency.load(vcpu, cpu);
    }

    private void message(final int event)
    {
        messages.account(DEVICE, event, host.hardware.its().message(DEVICE, event));
        credits[event]++;
    }

    /** A guest operation waits for the lock of an event in its gap. */
    private void lockEvents()
    {
        if (!variant.is(Mistake.MOVE_IN_GAP))
        {
            host.transition.closeGap();
        }
    }

    private void finishMove()
    {
        while (host.moves.isOpen())
        {
            host.moves.step();
        }
    }

    /** The lock of the vPE keeps the handler out of the window; without it the handler runs there, too. */
    private void blockWith(final V4Vcpu vcpu, final int event)
    {
        variant.inWindow(() ->
        {
            message(event);
            if (variant.is(Mistake.PENDING_LAST_UNLOCKED))
            {
                host.interrupts.take();
            }
        });
        host.residency.block(vcpu);
        variant.inWindow(null);
    }

    private void acknowledge(final V4Vcpu vcpu)
    {
        final int intid = host.guestCpu.acknowledge(vcpu);
        if (intid != GuestCpu.NONE)
        {
            vcpu.active.end(intid);
            final int event = intid - VINTID;
            if (credits[event]-- == 0)
            {
                wrong = "V4-INV-10: vCPU " + vcpu.index + " acknowledged vINTID " + intid + " without a message";
            }
            if (isClosed() && vlpis[event].target() != vcpu)
            {
                wrong = "V4-INV-12: vCPU " + vcpu.index + " acknowledged vINTID " + intid + " of the other one";
            }
        }
    }

    /** Returns route and pending state of the events of the other vCPU while a transition takes a step, else 0. */
    private int ofOthers(final V4Vcpu toggled)
    {
        int state = 0;
        for (int event = 0; event < vlpis.length && toggled != null; event++)
        {
            final Vlpi vlpi = vlpis[event];
            state = state << 2 | (vlpi.target() == toggled ? 0 :
                (vlpi.isHw() ? 1 : 0) | (audit.isPending(vlpi) ? 2 : 0));
        }

        return state;
    }

    private boolean isQuiet(final int event)
    {
        return !vlpis[event].isLocked() && !isHandling(event) && !audit.isPending(vlpis[event]);
    }

    Account account()
    {
        return vm.ledger.account(false);
    }
}
