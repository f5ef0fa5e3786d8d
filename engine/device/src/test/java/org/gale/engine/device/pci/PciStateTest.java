package org.gale.engine.device.pci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.device.DeviceRoles;
import org.gale.engine.support.PlainCase;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Test;

/** Fields of the parts of a function after a reset, which are as new. */
class PciStateTest
{
    private static final int VECTORS = 3;
    /** Fields of a pin and of vectors whose client has passed eventfds. */
    private static final Set<String> OF_CLIENT = Set.of("Vectors.events", "Vectors.refused", "Pin.event",
        "Pin.resample", "Pin.resampled", "Pin.isAwaited", "Pin.raises", "Pin.again", "Pin.takenBack", "Pin.refused");

    @Test
    void shouldHaveANewConfigurationSpaceWhenReset()
    {
        check("reset", new PlainCase<>(PciStateTest::space, PciStateTest::write, ConfigSpace::reset));
    }

    @Test
    void shouldHaveNothingPendingWhenReset()
    {
        check("reset", new PlainCase<>(() -> new Vectors(VECTORS, Recorder.NONE), PciStateTest::signal,
            Vectors::reset, vectors -> vectors, OF_CLIENT));
    }

    @Test
    void shouldHaveALowPinWhenReset()
    {
        check("reset", new PlainCase<>(() -> new Pin(Recorder.NONE), PciStateTest::pin, Pin::reset, pin -> pin,
            OF_CLIENT));
    }

    private static <T> void check(final String operation, final StateCase<T> driver)
    {
        new StateHarness<>(DeviceRoles.ROLES, operation, StateRole.KEPT, driver).check();
    }

    private static ConfigSpace space()
    {
        return new ConfigSpace(0x10f0, 0xff0000, 0x4000, VECTORS);
    }

    private static String write(final ConfigSpace space, final SplittableRandom random)
    {
        final int offset = random.nextInt(0x50);
        final ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        space.write(offset, bytes.putInt(0, random.nextInt()));
        space.read(offset, bytes.clear());

        return space.isMsixEnabled() + " " + space.isMsixMasked() + " " + space.isPinDisabled() + bytes.getInt(0);
    }

    private static String signal(final Vectors vectors, final SplittableRandom random)
    {
        final int vector = random.nextInt(VECTORS);
        if (random.nextInt(3) == 0)
        {
            vectors.drop();
        }
        else
        {
            vectors.signal(vector);
        }
        pin(vectors.pin(), random);

        return vectors.merged() + " " + vectors.refused();
    }

    private static String pin(final Pin pin, final SplittableRandom random)
    {
        switch (random.nextInt(4))
        {
            case 0 -> pin.hold(random.nextBoolean());
            case 1 -> pin.disable(random.nextBoolean());
            default -> pin.set(random.nextBoolean());
        }

        return pin.isHigh() + " " + pin.isOn() + " " + pin.isAwaiting() + " " + pin.isLeft();
    }
}
