package org.gale.engine.host;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Clocks of the processor time of threads, which the C library reads. Bound by jffi alone: the library for the other
 * calls of the host makes classes for each of them, a tenth of the time of a short storm. Any thread may read.
 */
final class ThreadClocks
{
    /** Result where a clock cannot be read. */
    static final long MISSING = HostMeter.MISSING;

    private static final ThreadLocal<UnsafeBuffer> TIME =
        ThreadLocal.withInitial(() -> new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES)));

    private final CallContext context;
    private final long function;

    /** @throws LinkageError if the native code cannot be loaded */
    ThreadClocks()
    {
        function = Library.getDefault().getSymbolAddress("clock_gettime");
        context = CallContext.getCallContext(
            Type.SINT, new Type[]{Type.SINT, Type.POINTER}, CallingConvention.DEFAULT, false);
    }

    /** {@return the time of a clock, ns, or {@link #MISSING} without such a clock} */
    long timeNs(final int clock)
    {
        final UnsafeBuffer time = TIME.get();
        final int result = (int)Invoker.getInstance().invokeN2(context, function, clock, time.addressOffset());

        return result != 0 ? MISSING : TimeUnit.SECONDS.toNanos(time.getLong(0, ByteOrder.nativeOrder())) +
            time.getLong(Long.BYTES, ByteOrder.nativeOrder());
    }
}
