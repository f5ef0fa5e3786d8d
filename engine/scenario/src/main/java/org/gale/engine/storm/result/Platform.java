package org.gale.engine.storm.result;

/**
 * Program that runs a storm, and what it runs on.
 *
 * @param version of Gale
 * @param jdk     version of the JDK
 * @param cores   number of processors that it may use
 */
public record Platform(String version, String jdk, int cores)
{
    /** Returns a version of Gale on the host of this process. */
    public static Platform ofHost(final String version)
    {
        return new Platform(
            version, System.getProperty("java.version"), Runtime.getRuntime().availableProcessors());
    }
}
