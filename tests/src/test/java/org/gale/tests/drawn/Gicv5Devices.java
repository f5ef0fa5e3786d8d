package org.gale.tests.drawn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.gale.tests.drawn.plain.PlainHost;

/**
 * Devices of a drawn GICv5 host: what ITSs know of them, their messages, and a bridge with a level and an edge wire.
 * Owned by one thread.
 */
final class Gicv5Devices
{
    private static final int LEVEL_WIRE = 5;
    private static final int EDGE_WIRE = 6;
    private static final int WIRES = 1 << LEVEL_WIRE | 1 << EDGE_WIRE;
    private static final int IWB_SLOT = 7;

    private final TextSession session;
    private final SplittableRandom random;
    private final PlainHost host;
    private final Gicv5Driver driver;
    private final int[] lpis;
    private final int itss;
    private final List<Device> devices = new ArrayList<>();
    private final boolean[] isWireHigh = new boolean[EDGE_WIRE + 1];
    private int enabledWires = WIRES;

    /** A device that sends to an ITS. */
    private record Device(int its, int slot, int device, int eventBits, boolean isTwoLevel, List<Integer> events)
    {
    }

    /**
     * @param lpis that events may have
     */
    Gicv5Devices(final TextSession session, final SplittableRandom random, final PlainHost host,
        final Gicv5Driver driver, final int[] lpis, final int itss)
    {
        this.session = session;
        this.random = random;
        this.host = host;
        this.driver = driver;
        this.lpis = lpis;
        this.itss = itss;
    }

    /** Makes the devices known, each DeviceID once, and enables the bridge. */
    void begin()
    {
        for (int its = 0; its < itss; its++)
        {
            driver.enableIts(its);
            final int[] ids = driver.isTwoLevelDt() ? new int[]{1, 511, 512, 4000} : new int[]{1, 5, 128, 255};
            for (int i = 0; i < ids.length - 1; i++)
            {
                final boolean isTwoLevel = random.nextBoolean();
                final int bits = isTwoLevel ? 10 : 2 + random.nextInt(4);
                final int last = (1 << bits) - 1;
                devices.add(new Device(its, i, ids[i + random.nextInt(2)], bits, isTwoLevel,
                    isTwoLevel ? List.of(0, 511, 512, last) : List.of(0, 1, last - 1, last)));
            }
        }
        final List<Long> known = new ArrayList<>();
        devices.removeIf(device ->
        {
            final long key = (long)device.its << 32 | device.device;
            final boolean isKnown = known.contains(key);
            known.add(key);
            return isKnown;
        });
        devices.add(new Device(0, IWB_SLOT, Gicv5Driver.IWB_DEVICE, 6, false, List.of(LEVEL_WIRE, EDGE_WIRE)));
        for (final Device device : devices)
        {
            driver.device(device.its, device.slot, device.device, device.eventBits, device.isTwoLevel, true);
            for (final int event : device.events)
            {
                map(device, event, random.nextInt(4) == 0 ? -1 : anyLpi());
            }
        }
        driver.enableIwb(1 << LEVEL_WIRE);
        driver.enableWires(WIRES);
        host.bridgeLevel(0, Gicv5Driver.IWB_DEVICE, LEVEL_WIRE, false);         // B-IWB-3
    }

    /** Sends messages, some of which reach nothing. */
    void send()
    {
        final int its = random.nextInt(itss);
        for (int left = 1 + random.nextInt(3); left > 0; left--)
        {
            final Device device = devices.get(random.nextInt(devices.size()));
            final int event = device.events.get(random.nextInt(device.events.size()));
            switch (random.nextInt(10))
            {
                case 0 -> message(device.its, device.device, 1 << device.eventBits);
                case 1 -> message(its, 1 << 13, event);
                case 2 -> message(its, device.device, event);
                case 3 ->
                {
                    driver.generate(device.its, device.device, event);
                    host.message(device.its, device.device, event);
                    driver.settle(device.its);
                }
                case 4 ->
                {
                    final int lpi = anyLpi();
                    driver.setLpi(random.nextInt(itss), lpi);
                    host.store(lpi);
                }
                default -> message(device.its, device.device, event);
            }
        }
        for (int each = 0; each < itss; each++)
        {
            driver.settle(each);
        }
    }

    private void message(final int its, final int device, final int event)
    {
        session.all("msi " + its + ' ' + device + ' ' + event);
        host.message(its, device, event);
    }

    /** Drives the level wire of the bridge, or its edge wire. */
    void bridge(final boolean isLevel, final boolean high)
    {
        final int wire = isLevel ? LEVEL_WIRE : EDGE_WIRE;
        session.all("wire 0 " + wire + ' ' + (high ? 1 : 0));
        if (isWireHigh[wire] != high && (enabledWires >>> wire & 1) != 0)
        {
            if (wire == LEVEL_WIRE)
            {
                host.bridgeLevel(0, Gicv5Driver.IWB_DEVICE, wire, high);
            }
            else if (high)
            {
                host.message(0, Gicv5Driver.IWB_DEVICE, wire);
            }
        }
        isWireHigh[wire] = high;
        driver.settle(0);
    }

    /** Enables both wires of the bridge, or disables them. */
    void enableWires(final boolean enabled)
    {
        final int wires = enabled ? WIRES : 0;
        driver.enableWires(wires);
        if (wires != enabledWires)                                              // B-IWB-3, B-IWB-4
        {
            host.bridgeLevel(0, Gicv5Driver.IWB_DEVICE, LEVEL_WIRE, wires != 0 && isWireHigh[LEVEL_WIRE]);
        }
        enabledWires = wires;
    }

    /** Maps an event again, or takes it back. */
    void mapAny()
    {
        final Device device = devices.get(random.nextInt(devices.size()));
        final int event = device.events.get(random.nextInt(device.events.size()));
        map(device, event, random.nextInt(4) == 0 ? -1 : anyLpi());
    }

    /** Takes a device back and makes it known again, or restarts its ITS. */
    void renewAny()
    {
        final Device device = devices.get(random.nextInt(devices.size()));
        if (random.nextBoolean())
        {
            renew(device);
        }
        else
        {
            restart(device);
        }
    }

    /** Takes a device back, which forgets its translations, or makes it known again with what its table holds. */
    private void renew(final Device device)
    {
        driver.device(device.its, device.slot, device.device, device.eventBits, device.isTwoLevel, false);
        for (final int event : device.events)
        {
            host.translate(device.its, device.device, event, -1);
        }
        message(device.its, device.device, device.events.get(0));
        driver.settle(device.its);
        driver.device(device.its, device.slot, device.device, device.eventBits, device.isTwoLevel, true);
        for (final int event : device.events)
        {
            map(device, event, random.nextInt(3) == 0 ? -1 : anyLpi());
        }
    }

    /** Disables an ITS, which drops messages and forgets what it kept (B-ITS-2), changes an event and enables it. */
    private void restart(final Device device)
    {
        final int event = device.events.get(random.nextInt(device.events.size()));
        final int lpi = anyLpi();
        for (int each = 0; each < itss; each++)
        {
            driver.settle(each);
        }
        driver.enableIts(device.its, false);
        session.all("msi " + device.its + ' ' + device.device + ' ' + event);
        host.account().untranslated();
        driver.mapWhileDisabled(device.its, device.slot, event, device.isTwoLevel, lpi);
        driver.enableIts(device.its, true);
        host.translate(device.its, device.device, event, lpi);
        message(device.its, device.device, event);
        driver.settle(device.its);
    }

    private void map(final Device device, final int event, final int lpi)
    {
        driver.map(device.its, device.slot, device.device, event, device.isTwoLevel, lpi);
        host.translate(device.its, device.device, event, lpi);
    }

    private int anyLpi()
    {
        return lpis[random.nextInt(lpis.length)];
    }
}
