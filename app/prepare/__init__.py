"""What a page adds to its flow, or says otherwise than Kratos, before it is arranged: a flow in, a flow out."""
