package org.gale.tests.architecture;

import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

/** Clocks and threads of the host, which only the room {@code host} names. */
final class HostAccess
{
    static final DescribedPredicate<JavaClass> THREAD_OR_CLOCK = describe(
        "are a thread, start threads, park them, or are a clock of the host", HostAccess::isHosts);

    static final DescribedPredicate<JavaAccess<?>> CLOCK_METHOD = describe(
        "the target reads a clock of the host", HostAccess::readsClock);

    private static final Set<String> CLASSES = Set.of(
        "java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer", "java.util.concurrent.Executors",
        "java.util.concurrent.ForkJoinPool", "java.util.concurrent.CompletableFuture",
        "java.util.concurrent.locks.LockSupport", "java.time.Clock", "java.time.Instant", "java.util.Date",
        "org.agrona.concurrent.SystemNanoClock", "org.agrona.concurrent.SystemEpochClock",
        "org.agrona.concurrent.SystemEpochNanoClock", "org.agrona.concurrent.SystemEpochMicroClock",
        "org.agrona.concurrent.OffsetEpochNanoClock", "org.agrona.concurrent.HighResolutionClock",
        "org.agrona.concurrent.AgentRunner", "org.agrona.concurrent.AgentInvoker");

    private static final Map<String, Set<String>> METHODS = Map.of(
        "java.lang.System", Set.of("nanoTime", "currentTimeMillis"));

    private HostAccess()
    {
    }

    private static boolean isHosts(final JavaClass used)
    {
        return CLASSES.contains(used.getFullName());
    }

    private static boolean readsClock(final JavaAccess<?> access)
    {
        return METHODS.getOrDefault(access.getTargetOwner().getFullName(), Set.of()).contains(access.getName());
    }
}
