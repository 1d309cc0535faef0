/** A program whose remote calls return OSGi's promises, on the module path. */
module promising {
    requires chaski.api;
    requires org.osgi.util.function;
    requires org.osgi.util.promise;

    // The remote calls methods of the interface.
    opens promising to
            chaski.remote;
}
