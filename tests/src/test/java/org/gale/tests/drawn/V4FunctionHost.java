package org.gale.tests.drawn;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

import org.gale.tests.drawn.plain.PlainAccount;
import org.gale.tests.drawn.plain.PlainInterrupt;
import org.gale.tests.drawn.plain.PlainVlpis;

/** GICv4 host behind the functions of a session: a VM whose vCPUs are direct or not. Owned by one thread. */
final class V4FunctionHost implements FunctionSession.FunctionHost
{
    private static final int VCPUS = 2;
    private static final int FIRST_LPI = 8192;
    private static final long TRANSLATER = 0x0809_0040L;
    private static final long NOWHERE = 0x0900_0000L;
    private static final int PRIORITY_STEP = 4;
    private static final int PRIORITIES = 64;

    private final TextSession session;
    private final SplittableRandom random;
    private final Findings findings;
    private final PlainVlpis vm = new PlainVlpis(VCPUS);

    V4FunctionHost(final TextSession session, final SplittableRandom random, final Findings findings)
    {
        this.session = session;
        this.random = random;
        this.findings = findings;
        session.all("machine", "v4 host cpus=" + VCPUS + " lpi_bits=14");
    }

    @Override
    public void begin(final List<Integer> devices, final int events)
    {
        session.all("v4 create_vm " + VCPUS);
        for (int vcpu = 0; vcpu < VCPUS; vcpu++)
        {
            if (random.nextBoolean())
            {
                session.all("v4 enable 0 " + vcpu);
            }
            session.all("v4 load 0 " + vcpu + ' ' + vcpu);
        }
        for (final int device : devices)
        {
            for (int event = 0; event < events - 1; event++)
            {
                final int vcpu = random.nextInt(VCPUS);
                final int vintid = FIRST_LPI + vm.vlpis().size();
                session.all("v4 map 0 " + device + ' ' + event + ' ' + vcpu + ' ' + vintid);
                configure(vm.map(device, event, vcpu, vintid));
            }
        }
    }

    @Override
    public long anyAddress()
    {
        return random.nextInt(12) == 0 ? NOWHERE : TRANSLATER;
    }

    @Override
    public boolean isPending(final long address, final int device, final int data)
    {
        final PlainInterrupt vlpi = vm.of(device, data);

        return address == TRANSLATER && vlpi != null && vlpi.isPending();
    }

    @Override
    public int[] pins()
    {
        return new int[0];
    }

    @Override
    public void onDeactivation(final IntConsumer listener)
    {
        // There are no pins.
    }

    @Override
    public void drive(final int spi, final boolean high)
    {
        throw new IllegalStateException("no SPI " + spi);
    }

    @Override
    public boolean message(final long address, final int device, final int data)
    {
        final boolean isReached = address == TRANSLATER;
        if (isReached)
        {
            vm.message(device, data);
        }

        return isReached;
    }

    @Override
    public void settle()
    {
        // Messages arrive at once.
    }

    @Override
    public void act()
    {
        final int vcpu = random.nextInt(VCPUS);
        final int pick = random.nextInt(8);
        if (pick < 5)
        {
            acknowledge(vcpu);
        }
        else if (pick < 6)
        {
            end(vcpu);
        }
        else
        {
            configure(vm.vlpis().get(random.nextInt(vm.vlpis().size())));
        }
    }

    private void configure(final PlainInterrupt vlpi)
    {
        final int priority = PRIORITY_STEP * random.nextInt(PRIORITIES);
        final boolean isEnabled = random.nextInt(6) != 0;
        session.all("v4 config 0 " + vlpi.intid() + ' ' + priority + ' ' + (isEnabled ? 1 : 0));
        vlpi.prioritise(priority);
        vlpi.enable(isEnabled);
    }

    private void acknowledge(final int vcpu)
    {
        final int best = vm.best(vcpu);
        final String answer = session.ask("v4 ack 0 " + vcpu);
        final int taken = answer.equals("OK none") ? PlainVlpis.NONE : Integer.parseInt(answer.substring(3));
        findings.compare("acknowledge of vCPU " + vcpu, best, taken);
        final PlainInterrupt vlpi = vm.vlpi(taken);
        if (taken != PlainVlpis.NONE && (vlpi == null || !vlpi.isPending()))
        {
            findings.invented(taken + " was acknowledged and not pending");
        }
        if (vlpi != null)
        {
            vm.acknowledge(vcpu, vlpi);
        }
        if (random.nextInt(3) != 0)
        {
            end(vcpu);
        }
    }

    private void end(final int vcpu)
    {
        final int vintid = vm.end(vcpu);
        if (vintid != PlainVlpis.NONE)
        {
            session.all("v4 eoi 0 " + vcpu + ' ' + vintid);
        }
    }

    @Override
    public void check()
    {
        for (final PlainInterrupt vlpi : vm.vlpis())
        {
            final boolean isPending = session.ask("v4 state 0 " + vlpi.intid()).startsWith("OK pending=1");
            if (isPending != vlpi.isPending())
            {
                findings.entry(vlpi, vlpi.word() ^ 1);
            }
        }
    }

    @Override
    public void drain()
    {
        for (int vcpu = 0; vcpu < VCPUS; vcpu++)
        {
            for (int i = 0; i < PRIORITIES; i++)
            {
                end(vcpu);
            }
            for (int i = 0; i < vm.vlpis().size() && vm.best(vcpu) != PlainVlpis.NONE; i++)
            {
                acknowledge(vcpu);
                end(vcpu);
            }
        }
    }

    @Override
    public PlainAccount account()
    {
        return vm.account();
    }

    @Override
    public long owed()
    {
        return vm.owed();
    }
}
